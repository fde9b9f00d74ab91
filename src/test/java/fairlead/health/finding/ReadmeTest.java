package fairlead.health.finding;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.support.Readme;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The README knows every kind of finding. */
final class ReadmeTest {

    @Test
    void findingsTableIsTheEnum() {
        assertThat(Readme.tables().getOrDefault("Health, findings and events", List.of()))
                .extracting(row -> row.get(0))
                .containsExactlyElementsOf(Arrays.stream(Finding.Kind.values())
                        .map(kind -> '`' + kind.word() + '`')
                        .toList());
    }
}
