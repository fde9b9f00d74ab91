package fairlead.proxyprotocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the alphabet of a line keeps from these readers; the rest is in the tables of whole lines. */
class LiteralsTest {

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "", "1.2.3.\u0661", "1.2.3.-4", "1.2.3.4 ", "a.b.c.d"})
    void readsNoIpv4In(String text) {
        assertThat(Literals.ipv4(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "", "::g", "::\uff11", "[::1]", "fe80::1%1", "::-1", "1.2.3.4", ".::"})
    void readsNoIpv6In(String text) {
        assertThat(Literals.ipv6(text)).isEmpty();
    }

    @Test
    void readsDecimalsUpToTheMaximum() {
        assertThat(Literals.decimal("0", 255)).isZero();
        assertThat(Literals.decimal("255", 255)).isEqualTo(255);
        assertThat(Literals.decimal("256", 255)).isEqualTo(-1);
        assertThat(Literals.decimal("+1", 255)).isEqualTo(-1);
        assertThat(Literals.decimal("\u0661", 255)).isEqualTo(-1);
    }
}
