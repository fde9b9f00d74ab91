package fairlead.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientHelloTest {

    @ParameterizedTest
    @CsvSource({
        "0x0300, SSLv3",
        "0x0301, TLSv1",
        "0x0302, TLSv1.1",
        "0x0303, TLSv1.2",
        "0x0304, TLSv1.3",
        "0x0305, 0x0305",
        "0x7f1c, 0x7f1c",
        "0x0a1a, 0x0a1a",
        "0x0b0b, 0x0b0b",
    })
    void namesItsVersion(int version, String name) {
        assertThat(hello(0x0303, List.of(version)).versionNames()).containsExactly(name);
    }

    @Test
    void namesVersionsInTheOrderOffered() {
        assertThat(hello(0x0303, List.of(0x0303, 0x0304)).versionNames()).containsExactly("TLSv1.2", "TLSv1.3");
    }

    @Test
    void namesTheLegacyVersionOnlyWhenThereAreNoSupportedVersions() {
        assertThat(hello(0x0301, List.of()).versionNames()).containsExactly("TLSv1");
        assertThat(hello(0x0301, List.of(0x0304)).versionNames()).containsExactly("TLSv1.3");
    }

    @Test
    void leavesOutEveryGreaseVersion() {
        for (int nibble = 0; nibble < 16; nibble++) {
            int grease = 0x0a0a + nibble * 0x1010;
            assertThat(hello(0x0303, List.of(grease, 0x0304)).versionNames()).containsExactly("TLSv1.3");
        }
    }

    @Test
    void knowsWhichProtocolsAreOffered() {
        ClientHello hello = new ClientHello(
                0x0303, Optional.empty(), List.of("h2", "acme-tls/1"), List.of(), false, List.of(), List.of());

        assertThat(hello.offers("acme-tls/1")).isTrue();
        assertThat(hello.offers("http/1.1")).isFalse();
        assertThat(hello.offers("H2")).isFalse();
    }

    private static ClientHello hello(int legacyVersion, List<Integer> supportedVersions) {
        return new ClientHello(
                legacyVersion, Optional.empty(), List.of(), supportedVersions, false, List.of(0x1301), List.of());
    }
}
