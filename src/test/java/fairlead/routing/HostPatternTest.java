package fairlead.routing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostPatternTest {

    @Test
    void readsAnExactName() {
        assertThat(HostPattern.parse("shop.example.com")).isEqualTo(new HostPattern.Exact("shop.example.com"));
    }

    @Test
    void readsASuffix() {
        assertThat(HostPattern.parse("*.example.com")).isEqualTo(new HostPattern.Suffix("example.com"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop.example.com", "*.example.com", "*.com", "localhost"})
    void isPrintedAsTheConfigWritesIt(String host) {
        assertThat(HostPattern.parse(host)).hasToString(host);
    }
}
