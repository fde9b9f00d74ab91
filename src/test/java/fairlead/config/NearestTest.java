package fairlead.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NearestTest {

    private static final List<String> WORDS = List.of(
            "name",
            "hosts",
            "weight",
            "entry_port",
            "target_port",
            "proxy_protocol",
            "idle_timeout_seconds",
            "connect_timeout_seconds");

    @ParameterizedTest
    @CsvSource({
        "weigth,                 weight",
        "host,                   hosts",
        "Name,                   name",
        "entryPort,              entry_port",
        "entry-port,             entry_port",
        "idle_timeout,           idle_timeout_seconds",
        "enable_proxy_protocol,  proxy_protocol",
        "target_prot,            target_port",
    })
    void findsTheWordThatWasMeant(String wrong, String meant) {
        assertThat(Nearest.to(wrong, WORDS)).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "port", "timeout_seconds", "colour", "zzzzzzzz"})
    void doesNotGuessWhenNothingIsNearOrSeveralAre(String wrong) {
        assertThat(Nearest.to(wrong, WORDS)).isEmpty();
    }
}
