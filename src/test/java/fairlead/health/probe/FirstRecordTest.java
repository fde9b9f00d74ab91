package fairlead.health.probe;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FirstRecordTest {
    private static final byte[] SERVER_HELLO = HexFormat.of().parseHex("160303007a020000760303aabb");

    @ParameterizedTest
    @CsvSource({
        "160303007a020000760303aabb, TLS", // TLS 1.3 is called 1.2 as well
        "160303007a020000760302aabb, OLD_TLS",
        "160301007a020000760301aabb, OLD_TLS",
        "160300007a020000760300aabb, OLD_TLS",
        "15030300020246, OLD_TLS", // protocol_version
        "15030100020246, OLD_TLS",
        "15030300020228, TLS", // handshake_failure, for the engine to name
        "160303007a0b, TLS",
        "1603, UNDECIDED",
        "1604, NOT_TLS",
        "150200, NOT_TLS",
        "170303, NOT_TLS",
        "80, NOT_TLS",
        "00, NOT_TLS"
    })
    void judgesTheBytesOfARecord(String hex, FirstRecord expected) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThat(FirstRecord.of(bytes, bytes.length)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"HTTP/1.1 400 Bad Request, HTTP", "HTTP/, HTTP", "HTT, UNDECIDED", "HTML, NOT_TLS", "220 mail, NOT_TLS"
    })
    void judgesText(String text, FirstRecord expected) {
        byte[] bytes = text.getBytes(US_ASCII);
        assertThat(FirstRecord.of(bytes, bytes.length)).isEqualTo(expected);
    }

    @Test
    void waitsUntilAServerHelloNamesItsVersion() {
        for (int length = 0; length < 11; length++) {
            assertThat(FirstRecord.of(Arrays.copyOf(SERVER_HELLO, length), length))
                    .as("%d bytes", length)
                    .isEqualTo(FirstRecord.UNDECIDED);
        }
        assertThat(FirstRecord.of(SERVER_HELLO, 11)).isEqualTo(FirstRecord.TLS);
    }

    @Test
    void looksAtNoByteBeyondTheLength() {
        assertThat(FirstRecord.of(SERVER_HELLO, 1)).isEqualTo(FirstRecord.UNDECIDED);
    }
}
