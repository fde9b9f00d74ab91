package fairlead.admin.page;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.admin.history.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class GraphTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration SPAN = Duration.ofMinutes(15);

    @Test
    void drawsTheLatestValueAtTheRightEdgeAndTheHighestAtTheTop() {
        Graph graph = draw(Graph.Unit.COUNT, 0, 4);
        Graph.Line line = graph.lines().getFirst();
        assertThat(line.path()).isEqualTo("M394.1 130L396 8");
        assertThat(line.area()).isEqualTo("M394.1 130L394.1 130L396 8V130Z");
        assertThat(line.last()).isEqualTo("4");
    }

    @Test
    void leavesAGapWhereNothingWasMeasured() {
        Graph graph = draw(Graph.Unit.COUNT, 1, 2, -1, 2, 1);
        String path = graph.lines().getFirst().path();
        assertThat(path.chars().filter(c -> c == 'M').count()).isEqualTo(2);
    }

    @Test
    void showsASinglePointAsADot() {
        assertThat(draw(Graph.Unit.COUNT, 3).lines().getFirst().path()).endsWith("h0");
    }

    @Test
    void saysWhenNothingWasMeasured() {
        Graph graph = draw(Graph.Unit.COUNT, -1, -1);
        assertThat(graph.isEmpty()).isTrue();
        assertThat(graph.lines().getFirst().last()).isEqualTo("not measured");
    }

    @Test
    void saysTheValueBeforeWhileTheLatestIsNotThereYet() {
        assertThat(draw(Graph.Unit.COUNT, 1, 2, -1).lines().getFirst().last()).isEqualTo("2");
    }

    @Test
    void labelsTheAxisInRoundStepsAndUnits() {
        assertThat(draw(Graph.Unit.COUNT, 0, 7).down())
                .extracting(Graph.Tick::text)
                .containsExactly("0", "2", "4", "6", "8");
        assertThat(draw(Graph.Unit.BYTES_PER_SECOND, 0, 1_500_000).down())
                .extracting(Graph.Tick::text)
                .containsExactly("0 B/s", "500 kB/s", "1 MB/s", "1.5 MB/s");
        assertThat(draw(Graph.Unit.SECONDS, 0, 0.004).down())
                .extracting(Graph.Tick::text)
                .containsExactly("0 ms", "1 ms", "2 ms", "3 ms", "4 ms");
    }

    @Test
    void hasAScaleEvenWhenNothingHappens() {
        assertThat(draw(Graph.Unit.COUNT, 0, 0).down())
                .extracting(Graph.Tick::text)
                .containsExactly("0", "1");
        assertThat(draw(Graph.Unit.COUNT, 0, 0).lines().getFirst().path()).isEqualTo("M394.1 130L396 130");
    }

    @Test
    void keepsEveryPointInside() {
        Graph graph = draw(Graph.Unit.COUNT, Double.MAX_VALUE, 0.1, Double.MIN_VALUE);
        assertThat(graph.lines().getFirst().path()).doesNotContain("NaN").doesNotContain("Infinity");
    }

    @Test
    void dropsPointsFromBeforeItsSpan() {
        Graph graph = Graph.of(
                "t",
                Graph.Unit.COUNT,
                NOW,
                SPAN,
                List.of(new Graph.Series(
                        "s", List.of(new Point(NOW.minus(SPAN.plusMinutes(1)), OptionalDouble.of(1))))));
        assertThat(graph.isEmpty()).isTrue();
    }

    @Test
    void tellsWhatItShowsToWhoCannotSeeIt() {
        assertThat(draw(Graph.Unit.PER_SECOND, 0, 2).description()).isEqualTo("title over 15 min; now: name 2/s");
    }

    /** Points five seconds apart, the last one now; a negative one was not measured. */
    private static Graph draw(Graph.Unit unit, double... values) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            points.add(new Point(
                    NOW.minusSeconds(5L * (values.length - 1 - i)),
                    values[i] < 0 ? OptionalDouble.empty() : OptionalDouble.of(values[i])));
        }
        return Graph.of("title", unit, NOW, SPAN, List.of(new Graph.Series("name", points)));
    }
}
