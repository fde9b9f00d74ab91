package fairlead.health.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of an answer is used, and how a failure reads. */
final class ResolutionTest {

    @Test
    void addressesAreSortedAsNumbersIpv4FirstAndWithoutDuplicates() {
        assertThat(usable(
                        Dns.addresses("2001:db8::2", "10.0.0.200", "10.0.0.9", "2001:db8::1", "10.0.0.9", "192.0.2.1")))
                .containsExactly("10.0.0.9", "10.0.0.200", "192.0.2.1", "2001:db8:0:0:0:0:0:1", "2001:db8:0:0:0:0:0:2");
    }

    @Test
    void addressesThatNoBackendCanHaveAreLeftOut() {
        assertThat(usable(Dns.addresses("0.0.0.0", "10.0.0.1", "239.1.2.3", "::", "ff02::1", "::1")))
                .containsExactly("10.0.0.1", "0:0:0:0:0:0:0:1");
    }

    @Test
    void mappedAddressesAreIpv4() throws UnknownHostException {
        byte[] mapped = new byte[16];
        mapped[10] = (byte) 0xff;
        mapped[11] = (byte) 0xff;
        mapped[12] = 10;
        mapped[15] = 1;
        InetAddress v6 = Inet6Address.getByAddress("web.internal", mapped, 0);
        assertThat(v6).as("else there is nothing to test").isInstanceOf(Inet6Address.class);

        assertThat(Resolution.usable(List.of(v6, InetAddress.getByName("10.0.0.1"))))
                .singleElement()
                .hasToString("/10.0.0.1");
    }

    @Test
    void linkLocalAddressesKeepTheirInterface() throws UnknownHostException {
        byte[] bytes = InetAddress.getByName("fe80::1").getAddress();

        assertThat(usable(List.of(Inet6Address.getByAddress("web.internal", bytes, 3))))
                .containsExactly("fe80:0:0:0:0:0:0:1%3");
    }

    @ParameterizedTest
    @CsvSource({
        "web.internal,                                         no such name",
        "web.internal: Name or service not known,              no such name",
        "web.internal: Name does not resolve,                  no such name",
        "web.internal: No address associated with hostname,    no such name",
        "web.internal: Temporary failure in name resolution,   no name server answers",
        "web.internal: Try again,                              no name server answers",
        "web.internal: something else,                         web.internal: something else"
    })
    void everyPlatformsFailuresReadTheSame(String message, String reason) {
        assertThat(LookupText.reason("web.internal", new UnknownHostException(message)))
                .isEqualTo(reason);
    }

    @Test
    void aLongReasonIsCut() {
        assertThat(LookupText.reason("web.internal", new UnknownHostException("x".repeat(10_000))))
                .hasSize(200);
    }

    private static List<String> usable(List<InetAddress> answer) {
        return Resolution.usable(answer).stream()
                .map(InetAddress::getHostAddress)
                .toList();
    }
}
