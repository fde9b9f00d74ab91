package fairlead.proxyprotocol;

import static fairlead.proxyprotocol.Headers.ascii;
import static fairlead.proxyprotocol.Headers.hex;
import static fairlead.proxyprotocol.Headers.tlv;
import static fairlead.proxyprotocol.Headers.v2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.net.ProtocolException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProxyHeaderDecoderTest {

    private static final String ADDRESSES4 = "cb007107 c0000201 dcb4 01bb";

    @Test
    void computesTheCheckValueOfCrc32c() {
        assertThat(ProxyHeaderDecoder.crc32c(ascii("123456789"))).isEqualTo(0xe3069283);
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void refusesWhatIsNoHeader(byte[] bytes) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> ProxyHeaderDecoder.read(new ByteArrayInputStream(bytes)));
    }

    static Stream<byte[]> wrong() {
        return Stream.of(
                ascii("GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
                ascii("PROXY TCP4 1.2.3.4 1.2.3.4 1\r\n"),
                ascii("PROXY UNKNOWN " + "x".repeat(100) + "\r\n"),
                hex("00".repeat(28)),
                v2("21", "12", ADDRESSES4),
                v2("21", "11", ADDRESSES4 + tlv(0x03, "00000000")),
                v2("21", "11", ADDRESSES4 + tlv(0x02, "61") + tlv(0x02, "61")));
    }

    @Test
    void saysWhenTheStreamEndsWithinAHeader() {
        byte[] header = v2("21", "11", ADDRESSES4);
        assertThatExceptionOfType(EOFException.class)
                .isThrownBy(() -> ProxyHeaderDecoder.read(new ByteArrayInputStream(header, 0, 27)));
    }
}
