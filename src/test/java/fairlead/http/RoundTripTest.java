package fairlead.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written can be read again, by parsers that refuse what could be read in two ways, and means the same. */
class RoundTripTest {

    private static final Forwarding FORWARDING = new Forwarding(
            true,
            true,
            false,
            new InetSocketAddress("2001:db8::7", 51_234),
            new InetSocketAddress("192.0.2.1", 80),
            Optional.of("FLB"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: SHOP.example.com.:80\r\n\r\n",
                "GET http://[2001:DB8::1]:8080/a?b HTTP/1.1\r\nHost: other\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
                "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 007\r\nExpect: 100-continue\r\n\r\n",
                "POST /a HTTP/1.1\r\nTransfer-Encoding:Chunked\r\nHost: a\r\nTrailer: A\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nConnection: close, x\r\nX: y\r\nA:\r\nB: \u00e9\t\"z\"\r\nCookie: FLB=x\r\n\r\n",
                "GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\nVia: 1.0 b\r\n\r\n"
            })
    void aRequestIsUnderstoodAsItWas(String text) {
        RequestHead came = request(text.getBytes(ISO_8859_1));

        RequestHead passedOn = request(FORWARDING.request(came));

        assertThat(passedOn.method()).isEqualTo(came.method());
        assertThat(passedOn.target()).isEqualTo(came.target());
        assertThat(passedOn.authority()).isEqualTo(came.authority());
        assertThat(passedOn.framing()).isEqualTo(came.framing());
        assertThat(passedOn.upgrade()).isEqualTo(came.upgrade());
        assertThat(passedOn.expectsContinue()).isEqualTo(came.expectsContinue());
    }

    @Test
    void aSecondProxyThatTrustsTheFirstChangesTheWayOnly() {
        RequestHead came = Heads.get("A: b", "Cookie: c=d", "X-Forwarded-For: 203.0.113.66");
        Forwarding second = new Forwarding(
                true,
                true,
                true,
                new InetSocketAddress("192.0.2.8", 51_234),
                new InetSocketAddress("192.0.2.2", 8080),
                Optional.empty());

        RequestHead passedOn = request(second.request(request(FORWARDING.request(came))));

        assertThat(passedOn.fields())
                .isEqualTo(Heads.fields(
                        "Host: shop.example.com",
                        "A: b",
                        "Cookie: c=d",
                        "Via: 1.1 fairlead",
                        "Via: 1.1 fairlead",
                        "X-Forwarded-For: 2001:db8::7, 192.0.2.8",
                        "X-Forwarded-Proto: http",
                        "X-Forwarded-Port: 80",
                        "X-Forwarded-Host: shop.example.com",
                        "Forwarded: for=\"[2001:db8::7]\";host=shop.example.com;proto=http,"
                                + " for=192.0.2.8;host=shop.example.com;proto=http"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nSet-Cookie: a=b\r\n\r\n",
                "HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\nTrailer: A\r\n\r\n",
                "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n",
                "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
                "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n",
                "HTTP/1.0 404 Nowhere\r\n\r\n"
            })
    void aResponseIsUnderstoodAsItWas(String text) {
        ResponseHead came = response(text.getBytes(ISO_8859_1));
        Framing framing = came.framing("GET");

        ResponseHead passedOn = response(FORWARDING.response(came, framing, Optional.empty(), List.of()));

        assertThat(passedOn.status()).isEqualTo(came.status());
        assertThat(passedOn.reason()).isEqualTo(came.reason());
        assertThat(passedOn.framing("GET")).isEqualTo(framing);
    }

    @Test
    void anAnswerOfOursIsAResponse() {
        byte[] bytes = Answer.error(502, "No backend answered.").bytes(true, Optional.of("close"), Instant.EPOCH);

        ResponseHead head = response(bytes);

        assertThat(head.status()).isEqualTo(502);
        assertThat(head.keepsAlive()).isFalse();
        assertThat(head.framing("GET")).isEqualTo(new Framing.Length(bodyLength(bytes)));
    }

    private static int bodyLength(byte[] bytes) {
        String text = new String(bytes, ISO_8859_1);
        return text.length() - text.indexOf("\r\n\r\n") - 4;
    }

    private static RequestHead request(byte[] bytes) {
        RequestParser.Result result = RequestParser.parse(bytes, 0, bytes.length);
        assertThat(result).isInstanceOf(RequestParser.Result.Complete.class);
        RequestParser.Result.Complete complete = (RequestParser.Result.Complete) result;
        assertThat(complete.length()).isEqualTo(bytes.length);
        return complete.head();
    }

    private static ResponseHead response(byte[] bytes) {
        ResponseParser.Result result = ResponseParser.parse(bytes, 0, bytes.length);
        assertThat(result).isInstanceOf(ResponseParser.Result.Complete.class);
        return ((ResponseParser.Result.Complete) result).head();
    }
}
