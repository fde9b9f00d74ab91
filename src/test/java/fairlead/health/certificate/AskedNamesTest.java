package fairlead.health.certificate;

import static fairlead.health.certificate.Certificates.config;
import static fairlead.health.certificate.Certificates.loadBalancer;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class AskedNamesTest {

    @Test
    void exactHostsComeFirstInTheirOrder() {
        assertThat(asked("*.b.example c.example a.example"))
                .containsExactly(Optional.of("c.example"), Optional.of("a.example"), Optional.of("www.b.example"));
    }

    @Test
    void aWildcardIsAskedForByTheNamesThatClientsUse() {
        assertThat(asked("*.b.example", "x.b.example", "y.z.b.example", "x.c.example", "b.example"))
                .containsExactly(Optional.of("x.b.example"), Optional.of("y.z.b.example"));
    }

    @Test
    void aNameBelongsToTheLongestWildcard() {
        assertThat(asked("*.example *.b.example", "x.b.example"))
                .containsExactly(Optional.of("www.example"), Optional.of("x.b.example"));
    }

    @Test
    void aCatchAllIsAskedWithoutANameUntilClientsUseOne() {
        assertThat(asked("")).containsExactly(Optional.empty());
        assertThat(asked("", "x.example")).containsExactly(Optional.of("x.example"));
    }

    @Test
    void onlySoManyNamesOfClientsAreUsed() {
        String[] many =
                IntStream.range(0, 1000).mapToObj("n%d.b.example"::formatted).toArray(String[]::new);
        assertThat(asked("*.b.example", many)).hasSize(64);
    }

    private static Set<Optional<String>> asked(String hosts, String... recent) {
        return AskedNames.of(
                config(loadBalancer("shop", hosts, 443, "10.0.0.1"))
                        .loadBalancers()
                        .getFirst(),
                List.of(recent));
    }
}
