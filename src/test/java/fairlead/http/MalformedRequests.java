package fairlead.http;

import java.util.ArrayList;
import java.util.List;

/** Requests that have to be refused, whoever asks: among them what is known to smuggle a second request past a proxy. */
public final class MalformedRequests {

    private static final String GET = "GET / HTTP/1.1\r\n";
    private static final String HOST = "Host: shop.example.com\r\n";
    private static final String END = "\r\n";
    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: shop.example.com\r\n\r\n";

    private final List<Case> cases = new ArrayList<>();

    /**
     * A request, and what follows it in the hope of being taken for another.
     *
     * @param bytes as ISO 8859-1
     * @param status of the answer
     */
    public record Case(String name, String bytes, int status) {
        @Override
        public String toString() {
            return name;
        }
    }

    private MalformedRequests() {}

    /** All of them. */
    public static List<Case> all() {
        MalformedRequests table = new MalformedRequests();
        table.otherProtocols();
        table.requestLines();
        table.targets();
        table.lines();
        table.hosts();
        table.contentLengths();
        table.transferEncodings();
        table.options();
        table.sizes();
        return List.copyOf(table.cases);
    }

    private void otherProtocols() {
        add("a TLS hello", "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003", 400);
        add("a TLS hello with line feeds", "\u0016\u0003\u0001\n\r\n\r\n", 400);
        add("zeros", "\0\0\0\0", 400);
        add("SSH's dash behind a space", " SSH-2.0-x\r\n", 400);
        add("an SSH greeting", "SSH-2.0-OpenSSH_9.2\r\n", 400);
        add("a PROXY header", "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n" + GET + HOST + END, 400);
        add("HTTP/2 without TLS", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505);
        add("a response", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 400);
        add("two empty lines before", "\r\n\r\n" + GET + HOST + END, 400);
        add("a lone LF before", "\n" + GET + HOST + END, 400);
        add("a CR before", "\r" + GET + HOST + END, 400);
        add("a byte order mark before", "\u00ef\u00bb\u00bf" + GET + HOST + END, 400);
    }

    private void requestLines() {
        line("HTTP/0.9", "GET /", 400);
        line("HTTP/0.9 by its number", "GET / HTTP/0.9", 400);
        line("HTTP/1.2", "GET / HTTP/1.2", 505);
        line("HTTP/2.0", "GET / HTTP/2.0", 505);
        line("HTTP/9.9", "GET / HTTP/9.9", 505);
        line("a version in lower case", "GET / http/1.1", 400);
        line("a version with two digits", "GET / HTTP/1.10", 400);
        line("a version with a zero before", "GET / HTTP/01.1", 400);
        line("a version without minor", "GET / HTTP/1", 400);
        line("a version with a comma", "GET / HTTP/1,1", 400);
        line("another protocol", "GET / HTTPS/1.1", 400);
        line("a space behind the version", "GET / HTTP/1.1 ", 400);
        line("a tab behind the version", "GET / HTTP/1.1\t", 400);
        line("two spaces before the target", "GET  / HTTP/1.1", 400);
        line("two spaces before the version", "GET /  HTTP/1.1", 400);
        line("tabs for spaces", "GET\t/\tHTTP/1.1", 400);
        line("a tab before the target", "GET \t/ HTTP/1.1", 400);
        line("a space in the target", "GET /a b HTTP/1.1", 400);
        line("a version in the target", "GET / HTTP/1.1 HTTP/1.1", 400);
        line("a space before the method", " GET / HTTP/1.1", 400);
        line("no target", "GET HTTP/1.1", 400);
        line("an empty target", "GET  HTTP/1.1", 400);
        line("a method alone", "GET", 400);
        line("no method", "/ HTTP/1.1", 400);
        line("a method with a colon", "GET: / HTTP/1.1", 400);
        line("a method with brackets", "G(E)T / HTTP/1.1", 400);
        line("a method with a NUL", "GE\0T / HTTP/1.1", 400);
        line("a method of 33 characters", "M".repeat(33) + " / HTTP/1.1", 400);
        line("CONNECT", "CONNECT shop.example.com:443 HTTP/1.1", 405);
        line("CONNECT of a path", "CONNECT / HTTP/1.1", 405);
        line("TRACE", "TRACE / HTTP/1.1", 405);
    }

    private void targets() {
        target("a fragment", "/#top", 400);
        target("a fragment behind a query", "/?a=b#c", 400);
        target("a NUL", "/a\0b", 400);
        target("a tab", "/a\tb", 400);
        target("a vertical tab", "/a\u000bb", 400);
        target("a DEL", "/a\u007fb", 400);
        target("a letter of Latin-1", "/\u00fc", 400);
        target("letters of UTF-8", "/\u00c3\u00bc", 400);
        target("no slash", "index.html", 400);
        target("a query alone", "?a=b", 400);
        target("a backslash first", "\\\\shop.example.com\\x", 400);
        target("an asterisk with GET", "*", 400);
        target("an asterisk with a path", "*/x", 400);
        target("an authority", "shop.example.com:80", 400);
        target("an https address", "https://shop.example.com/", 421);
        target("an HTTPS address", "HTTPS://shop.example.com/", 421);
        target("an ftp address", "ftp://shop.example.com/", 400);
        target("a websocket address", "ws://shop.example.com/", 400);
        target("an address without slashes", "http:shop.example.com", 400);
        target("an address with one slash", "http:/shop.example.com/", 400);
        target("an address without host", "http:///path", 400);
        target("an address with a port alone", "http://:80/", 400);
        target("an address with a user", "http://me@shop.example.com/", 400);
        target("an address with a user and a password", "http://me:x@shop.example.com/", 400);
        target("an address with port 0", "http://shop.example.com:0/", 400);
        target("an address with a backslash", "http://shop.example.com\\@evil.example/", 400);
        target("an address with a percent sign in its host", "http://shop%2eexample.com/", 400);
        target("an address with a cut IPv6 address", "http://[::1/", 400);
    }

    private void lines() {
        fields("a line ended by LF", "Host: shop.example.com\nX: y\r\n");
        fields("a line ended by CR", "Host: shop.example.com\rX: y\r\n");
        fields("a line ended by CR CR LF", "Host: shop.example.com\r\r\n");
        fields("an end of LF LF", "Host: shop.example.com\n\n");
        fields("an end of CR LF LF", HOST + "\n");
        fields("an end of LF CR LF", "Host: shop.example.com\n\r\n");
        add("a request line ended by LF", "GET / HTTP/1.1\nHost: shop.example.com\r\n\r\n", 400);
        add("a request line ended by CR", "GET / HTTP/1.1\rHost: shop.example.com\r\n\r\n", 400);
        fields("a LF in a value", HOST + "X: a\nTransfer-Encoding: chunked\r\n");
        fields("a NUL in a value", HOST + "X: a\0b\r\n");
        fields("a vertical tab in a value", HOST + "X: a\u000bb\r\n");
        fields("an escape in a value", HOST + "X: \u001b[31m\r\n");
        fields("a DEL in a value", HOST + "X: a\u007f\r\n");
        fields("a folded value", HOST + "X: a\r\n b\r\n");
        fields("a value folded by a tab", HOST + "X: a\r\n\tb\r\n");
        fields("a line of a space", HOST + " \r\n");
        fields("a space before the first field", " " + HOST);
        fields("a tab before the first field", "\t" + HOST);
        fields("a space before the colon of Host", "Host : shop.example.com\r\n");
        fields("a tab before the colon", HOST + "X\t: y\r\n");
        fields("an empty name", HOST + ": y\r\n");
        fields("no colon", HOST + "X\r\n");
        fields("a name with a space", HOST + "X Y: z\r\n");
        fields("a name in brackets", HOST + "X(Y): z\r\n");
        fields("a name in quotes", HOST + "\"X\": z\r\n");
        fields("a name with a slash", HOST + "X/Y: z\r\n");
        fields("a name with a NUL", HOST + "X\0: z\r\n");
        fields("a name with a letter of Latin-1", HOST + "X\u00fc: z\r\n");
        fields("a name with a CR", HOST + "X\r: z\r\n");
    }

    private void hosts() {
        fields("no Host", "X: y\r\n");
        add("no Host with HTTP/1.0", "GET / HTTP/1.0\r\n\r\n", 400);
        add("no Host beside an address", "GET http://shop.example.com/ HTTP/1.1\r\n\r\n", 400);
        fields("two hosts", HOST + "Host: evil.example\r\n");
        fields("the same host twice", HOST + HOST);
        fields("Host twice in other letters", HOST + "hOST: shop.example.com\r\n");
        add(
                "a bad Host beside an address",
                "GET http://shop.example.com/ HTTP/1.1\r\nHost: a b\r\n\r\n" + SMUGGLED,
                400);
        host("empty", "");
        host("of spaces", " \t ");
        host("a list", "shop.example.com, evil.example");
        host("two names", "shop.example.com evil.example");
        host("with a user", "me@shop.example.com");
        host("with a path", "shop.example.com/x");
        host("with a query", "shop.example.com?x");
        host("with a fragment", "shop.example.com#x");
        host("with a scheme", "http://shop.example.com");
        host("with a backslash", "shop.example.com\\x");
        host("in Latin-1", "sh\u00f6p.example.com");
        host("percent-encoded", "shop%2eexample.com");
        host("of a number for a port", "shop.example.com:http");
        host("with port 0", "shop.example.com:0");
        host("with port 65536", "shop.example.com:65536");
        host("with a port of six digits", "shop.example.com:000080");
        host("with a signed port", "shop.example.com:+80");
        host("with two ports", "shop.example.com:80:80");
        host("with a space before the port", "shop.example.com: 80");
        host("a port alone", ":80");
        host("of a dot", ".");
        host("with an empty label", "shop..example.com");
        host("with two dots at the end", "shop.example.com..");
        host("with a long label", "a".repeat(64) + ".example.com");
        host("too long", "a234567890.".repeat(24) + "com");
        host("an IPv4 address of two numbers", "127.1");
        host("an IPv4 address of one number", "2130706433");
        host("an IPv4 address in octal", "0177.0.0.1");
        host("an IPv4 address too large", "127.0.0.256");
        host("an IPv6 address without brackets", "::1");
        host("an IPv6 address with a zone", "[fe80::1%25eth0]");
        host("an IPv6 address cut", "[::1");
        host("more behind an IPv6 address", "[::1]x");
        host("a future address", "[v1.x]");
        host("wildcard", "*.example.com");
    }

    private void contentLengths() {
        body("Content-Length with Transfer-Encoding", "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n");
        body("Transfer-Encoding with Content-Length", "Transfer-Encoding: chunked\r\nContent-Length: 6\r\n");
        body("two lengths", "Content-Length: 5\r\nContent-Length: 6\r\n");
        body("one length twice", "Content-Length: 5\r\nContent-Length: 5\r\n");
        body("a list of lengths", "Content-Length: 5,5\r\n");
        body("a list of lengths and spaces", "Content-Length: 5, 6\r\n");
        body("a comma behind the length", "Content-Length: 5,\r\n");
        body("a length with a sign", "Content-Length: +5\r\n");
        body("a negative length", "Content-Length: -5\r\n");
        body("a length in hexadecimal", "Content-Length: 0x5\r\n");
        body("a length in hexadecimal digits", "Content-Length: f\r\n");
        body("two numbers for a length", "Content-Length:  5 6\r\n");
        body("an empty length", "Content-Length:\r\n");
        body("a length with a point", "Content-Length: 5.0\r\n");
        body("a length with an underscore", "Content-Length: 1_0\r\n");
        body("a length with an exponent", "Content-Length: 1e1\r\n");
        body("a length in quotes", "Content-Length: \"5\"\r\n");
        body("a length with a NUL", "Content-Length: 5\0\r\n");
        body("a length with a vertical tab", "Content-Length: \u000b5\r\n");
        body("a length with a no-break space", "Content-Length: \u00a05\r\n");
        body("a superscript for a length", "Content-Length: \u00b2\r\n");
        body("a length of 2 to the 64th", "Content-Length: 18446744073709551621\r\n");
        body("a length of 19 digits", "Content-Length: 0000000000000000005\r\n");
        body("a length of a thousand digits", "Content-Length: " + "9".repeat(1000) + "\r\n");
        body("a folded length", "Content-Length:\r\n 5\r\n");
        body("a space before the length's colon", "Content-Length : 5\r\n");
        body("Content_Length", "Content_Length: 5\r\n");
        body("CONTENT_LENGTH beside a length", "Content-Length: 5\r\nCONTENT_LENGTH: 0\r\n");
    }

    private void transferEncodings() {
        body("a space before the coding's colon", "Transfer-Encoding : chunked\r\n");
        body("a tab before the coding's colon", "Transfer-Encoding\t: chunked\r\n");
        body("a space before the coding's name", " Transfer-Encoding: chunked\r\n");
        body("a vertical tab before chunked", "Transfer-Encoding: \u000bchunked\r\n");
        body("a form feed behind chunked", "Transfer-Encoding: chunked\u000c\r\n");
        body("a NUL behind chunked", "Transfer-Encoding: chunked\0\r\n");
        body("a no-break space before chunked", "Transfer-Encoding: \u00a0chunked\r\n");
        body("xchunked", "Transfer-Encoding: xchunked\r\n");
        body("chunked in quotes", "Transfer-Encoding: \"chunked\"\r\n");
        body("chunked with a parameter", "Transfer-Encoding: chunked;q=1\r\n");
        body("chunked with a comma", "Transfer-Encoding: chunked,\r\n");
        body("a comma before chunked", "Transfer-Encoding: ,chunked\r\n");
        body("chunked in one line twice", "Transfer-Encoding: chunked, chunked\r\n");
        body("chunked in two lines", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n");
        body("two codings in two lines", "Transfer-Encoding: chunked\r\nTransfer-encoding: cow\r\n");
        body("identity", "Transfer-Encoding: identity\r\n");
        body("identity beside a length", "Transfer-Encoding: identity\r\nContent-Length: 5\r\n");
        body("chunked, identity", "Transfer-Encoding: chunked, identity\r\n");
        body("gzip", "Transfer-Encoding: gzip\r\n");
        body("gzip, chunked", "Transfer-Encoding: gzip, chunked\r\n");
        body("an empty coding", "Transfer-Encoding:\r\n");
        body("an empty coding beside a length", "Transfer-Encoding:\r\nContent-Length: 5\r\n");
        body("a folded coding", "Transfer-Encoding:\r\n chunked\r\n");
        body("a coding hidden behind a LF", "X: y\nTransfer-Encoding: chunked\r\n");
        body("a coding hidden behind a CR", "X: y\rTransfer-Encoding: chunked\r\n");
        body("Transfer_Encoding", "Transfer_Encoding: chunked\r\n");
        body("transfer_encoding beside a length", "Content-Length: 5\r\ntransfer_encoding: chunked\r\n");
        body("a name with a space for the hyphen", "Transfer Encoding: chunked\r\n");
        add(
                "chunked with HTTP/1.0",
                "POST / HTTP/1.0\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
                400);
    }

    private void options() {
        fields("Host as a connection option", HOST + "Connection: close, host\r\n");
        body("Content-Length as a connection option", "Content-Length: 5\r\nConnection: Content-Length\r\n");
        body(
                "Transfer-Encoding as a connection option",
                "Transfer-Encoding: chunked\r\nConnection: transfer-encoding\r\n");
        fields("a second line of connection options", HOST + "Connection: close\r\nConnection: x,\tHOST\r\n");
        add("another expectation", GET + HOST + "Expect: 200-ok\r\n\r\n", 417);
        add("two expectations", GET + HOST + "Expect: 100-continue, x=y\r\n\r\n", 417);
    }

    private void sizes() {
        add("a request line without end", "GET /" + "a".repeat(RequestParser.MOST_HEAD), 414);
        add("a method without end", "a".repeat(RequestParser.MOST_HEAD), 414);
        add(
                "a request line too long",
                "GET /" + "a".repeat(RequestParser.MOST_HEAD) + " HTTP/1.1\r\n" + HOST + END,
                414);
        add("a field too long", GET + HOST + "X: " + "y".repeat(RequestParser.MOST_HEAD) + END + END, 431);
        add("a head too large by one byte", headOf(RequestParser.MOST_HEAD + 1), 431);
        add("a hundred and one fields", GET + HOST + "X: y\r\n".repeat(100) + END, 431);
    }

    /** A valid head of so many bytes. */
    static String headOf(int length) {
        String head = GET + HOST + "A: " + "b".repeat(8000) + END + "C: ";
        return head + "d".repeat(length - head.length() - 2 * END.length()) + END + END;
    }

    private void line(String name, String line, int status) {
        add(name, line + END + HOST + END, status);
    }

    private void target(String name, String target, int status) {
        add("a target: " + name, "GET " + target + " HTTP/1.1\r\n" + HOST + END, status);
    }

    private void fields(String name, String fields) {
        add(name, GET + fields + END + SMUGGLED, 400);
    }

    private void host(String name, String host) {
        add("a Host " + name, GET + "Host: " + host + END + END + SMUGGLED, 400);
    }

    private void body(String name, String fields) {
        add(name, "POST / HTTP/1.1\r\n" + HOST + fields + END + "0\r\n\r\n" + SMUGGLED, 400);
    }

    private void add(String name, String bytes, int status) {
        cases.add(new Case(name, bytes, status));
    }
}
