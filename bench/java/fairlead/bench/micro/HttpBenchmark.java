package fairlead.bench.micro;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import fairlead.http.Forwarding;
import fairlead.http.Framing;
import fairlead.http.RequestHead;
import fairlead.http.RequestParser;
import fairlead.http.ResponseHead;
import fairlead.http.ResponseParser;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A browser's request of about 700 bytes and an nginx's response of about 250: understood, and written for the other side. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HttpBenchmark {
    private static final String REQUEST = """
            GET /catalogue/shoes?page=2&sort=price HTTP/1.1
            Host: www.shop.example.com
            Connection: keep-alive
            Cache-Control: max-age=0
            DNT: 1
            Upgrade-Insecure-Requests: 1
            User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36
            Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8
            Referer: http://www.shop.example.com/catalogue
            Accept-Encoding: gzip, deflate
            Accept-Language: en-GB,en;q=0.9,de;q=0.8
            Cookie: session=3b9c1f0e8d7a4c55b1e2f3a4d5c6b7a8; consent=yes; theme=dark; basket=8f14e45fceea167a5a36dedd4bea2543
            If-None-Match: "67a1c2d3-400"

            """;
    private static final String RESPONSE = """
            HTTP/1.1 200 OK
            Server: nginx/1.22.1
            Date: Sun, 06 Nov 1994 08:49:37 GMT
            Content-Type: text/html
            Content-Length: 1024
            Last-Modified: Sat, 05 Nov 1994 08:49:37 GMT
            Connection: keep-alive
            ETag: "67a1c2d3-400"
            Accept-Ranges: bytes

            """;

    private final byte[] request = onTheWire(REQUEST);
    private final byte[] response = onTheWire(RESPONSE);
    private final RequestHead requestHead = requestHead(onTheWire(REQUEST));
    private final ResponseHead responseHead = responseHead(onTheWire(RESPONSE));
    private final Forwarding forwarding = new Forwarding(
            true,
            false,
            false,
            new InetSocketAddress("203.0.113.9", 51234),
            new InetSocketAddress("192.0.2.10", 80),
            Optional.empty());

    @Benchmark
    public RequestParser.Result parseRequest() {
        return RequestParser.parse(request, 0, request.length);
    }

    @Benchmark
    public byte[] writeRequest() {
        return forwarding.request(requestHead);
    }

    @Benchmark
    public ResponseParser.Result parseResponse() {
        return ResponseParser.parse(response, 0, response.length);
    }

    @Benchmark
    public byte[] writeResponse() {
        return forwarding.response(responseHead, new Framing.Length(1024), Optional.empty(), List.of());
    }

    private static byte[] onTheWire(String text) {
        return text.replace("\n", "\r\n").getBytes(ISO_8859_1);
    }

    private static RequestHead requestHead(byte[] bytes) {
        if (RequestParser.parse(bytes, 0, bytes.length) instanceof RequestParser.Result.Complete complete) {
            return complete.head();
        }
        throw new AssertionError("a browser's request is not understood");
    }

    private static ResponseHead responseHead(byte[] bytes) {
        if (ResponseParser.parse(bytes, 0, bytes.length) instanceof ResponseParser.Result.Complete complete) {
            return complete.head();
        }
        throw new AssertionError("an nginx's response is not understood");
    }
}
