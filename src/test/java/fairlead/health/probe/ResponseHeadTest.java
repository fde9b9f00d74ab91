package fairlead.health.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import fairlead.health.probe.ResponseHead.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ResponseHeadTest {

    @Test
    void readsTheStatusAndTheLengthOfTheHead() {
        assertThat(parse("HTTP/1.1 204 No Content\r\nServer: x\r\n\r\nrest")).isEqualTo(new Result.Complete(204, 38));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.0 200 OK\n\n",
                "HTTP/1.1 200\r\n\r\n",
                "HTTP/1.1 200 \r\n\r\n",
                "HTTP/1.1 200 \u00fc\r\n\n"
            })
    void acceptsWhatServersReallySend(String head) {
        assertThat(parse(head)).isEqualTo(new Result.Complete(200, head.length()));
    }

    @Test
    void wantsMoreUntilTheEmptyLine() {
        String head = "HTTP/1.1 200 OK\r\nServer: x\r\n\r\n";
        for (int length = 0; length < head.length(); length++) {
            assertThat(parse(head.substring(0, length))).as("%d bytes", length).isEqualTo(new Result.Incomplete());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/2.0",
                "HTTQ",
                "220 mail",
                "\r\n",
                "\0",
                "HTTP/1.1 20 OK\r\n",
                "HTTP/1.1 2000 OK\r\n",
                "HTTP/1.1 099 OK\r\n",
                "HTTP/1.1 -20 OK\r\n",
                "HTTP/1.1  200 OK\r\n",
                "HTTP/1.x 200 OK\r\n"
            })
    void isMalformedAsSoonAsItShows(String start) {
        assertThat(parse(start)).isEqualTo(new Result.Malformed());
    }

    @Test
    void startsWhereItIsTold() {
        byte[] bytes = "xxHTTP/1.1 200 OK\n\nHTTP".getBytes(ISO_8859_1);
        assertThat(ResponseHead.parse(bytes, 2, bytes.length - 4)).isEqualTo(new Result.Complete(200, 17));
    }

    private static Result parse(String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        return ResponseHead.parse(bytes, 0, bytes.length);
    }
}
