package fairlead.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class HistogramTest {
    private final Histogram histogram = new Histogram();

    private void add(int times, Duration duration) {
        for (int i = 0; i < times; i++) {
            histogram.add(duration);
        }
    }

    private double quantile(double part) {
        return Histogram.quantile(part, histogram.counts());
    }

    @Test
    void countsABoundIntoTheBucketBelowIt() {
        add(1, Duration.ofMillis(1));
        assertThat(histogram.counts()[Histogram.BOUNDS.indexOf(0.001)]).isEqualTo(1);
    }

    @Test
    void countsEachOnceWhateverItsLength() {
        add(1, Duration.ZERO);
        add(1, Duration.ofNanos(1));
        add(1, Duration.ofMillis(3));
        add(1, Duration.ofHours(1));
        long[] counts = histogram.counts();
        assertThat(counts).hasSize(Histogram.BOUNDS.size() + 1);
        assertThat(counts[0]).isEqualTo(2);
        assertThat(counts[counts.length - 1]).isEqualTo(1);
        assertThat(Arrays.stream(counts).sum()).isEqualTo(4);
    }

    @Test
    void boundsGrow() {
        assertThat(Histogram.BOUNDS).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void knowsNoQuantileOfNothing() {
        assertThat(quantile(0.5)).isNaN();
    }

    @Test
    void findsQuantilesWithinTheirBuckets() {
        add(90, Duration.ofMillis(3)); // between 2 and 5
        add(10, Duration.ofMillis(70)); // between 50 and 100
        assertThat(quantile(0.5)).isCloseTo(0.002 + 0.003 * 50 / 90, within(1e-9));
        assertThat(quantile(0.95)).isCloseTo(0.075, within(1e-9));
        assertThat(quantile(1)).isCloseTo(0.1, within(1e-9));
    }

    @Test
    void takesWhatIsBeyondAllBoundsForTheLast() {
        add(3, Duration.ofMinutes(5));
        assertThat(quantile(0.5)).isEqualTo(10);
    }
}
