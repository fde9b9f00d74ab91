package fairlead.proxyprotocol;

import static fairlead.proxyprotocol.Headers.ascii;
import static fairlead.proxyprotocol.Headers.tlv;
import static fairlead.proxyprotocol.Headers.v2;
import static org.assertj.core.api.Assertions.assertThat;

import fairlead.proxyprotocol.ProxyHeaderParser.Result;
import fairlead.proxyprotocol.ProxyHeaderParser.Result.Complete;
import fairlead.proxyprotocol.ProxyHeaderParser.Result.Incomplete;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The parser on a buffer that holds less than a header, or more. */
class PartialProxyHeaderTest {

    @ParameterizedTest
    @MethodSource("fairlead.proxyprotocol.Headers#ofEachKind")
    void asksForMoreButNeverForMoreThanTheHeaderHas(byte[] header) {
        assertThat(parse(header)).isInstanceOf(Complete.class);
        for (int length = 0; length < header.length; length++) {
            Result result = ProxyHeaderParser.parse(header, 0, length);
            assertThat(result).as("%d bytes", length).isInstanceOf(Incomplete.class);
            assertThat(((Incomplete) result).atLeast())
                    .as("%d bytes", length)
                    .isGreaterThan(length)
                    .isLessThanOrEqualTo(header.length);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', 15",
        "PROXY, 15",
        "PROXY U, 15",
        "PROXY TCP, 22",
        "PROXY TCP4, 32",
        "PROXY TCP6, 22",
        "PROXY TCP4 203.0.113.7 192.0.2.1 56500 443, 44",
        "PROXY UNKNOWN, 15",
        "PROXY UNKNOWN and, 19",
    })
    void knowsTheShortestLineThatBeginsSo(String beginning, int atLeast) {
        assertThat(parse(ascii(beginning))).isEqualTo(new Incomplete(atLeast));
    }

    @Test
    void asksForTheLineFeed() {
        assertThat(parse(ascii("PROXY UNKNOWN\r"))).isEqualTo(new Incomplete(15));
    }

    @Test
    void asksForTheLengthThenForAllOfIt() {
        byte[] header = v2("21", "21", "00".repeat(36) + tlv(0x04, "00".repeat(600)));
        assertThat(ProxyHeaderParser.parse(header, 0, 1)).isEqualTo(new Incomplete(16));
        assertThat(ProxyHeaderParser.parse(header, 0, 15)).isEqualTo(new Incomplete(16));
        assertThat(ProxyHeaderParser.parse(header, 0, 16)).isEqualTo(new Incomplete(655));
    }

    @ParameterizedTest
    @MethodSource("fairlead.proxyprotocol.Headers#ofEachKind")
    void readsOnlyTheHeaderAndOnlyFromTo(byte[] header) {
        byte[] buffer = new byte[header.length + 300];
        Arrays.fill(buffer, (byte) '\r');
        System.arraycopy(header, 0, buffer, 100, header.length);
        Result alone = parse(header);
        assertThat(ProxyHeaderParser.parse(buffer, 100, 100 + header.length)).isEqualTo(alone);
        assertThat(ProxyHeaderParser.parse(buffer, 100, buffer.length)).isEqualTo(alone);
    }

    private static Result parse(byte[] bytes) {
        return ProxyHeaderParser.parse(bytes, 0, bytes.length);
    }
}
