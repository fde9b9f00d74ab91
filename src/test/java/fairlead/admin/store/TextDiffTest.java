package fairlead.admin.store;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.admin.store.TextDiff.Kind;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TextDiffTest {

    /** The lines with their kinds: {@code " same", "+added", "-removed"}. */
    private static List<String> diff(String before, String after) {
        return TextDiff.lines(before, after).stream()
                .map(line -> switch (line.kind()) {
                            case SAME -> " ";
                            case ADDED -> "+";
                            case REMOVED -> "-";
                        }
                        + line.text())
                .toList();
    }

    private static String without(Kind kind, List<TextDiff.Line> lines) {
        return lines.stream()
                .filter(line -> line.kind() != kind)
                .map(TextDiff.Line::text)
                .collect(Collectors.joining("\n"));
    }

    @Test
    void equalTextsHaveOnlyLinesInCommon() {
        assertThat(diff("a\nb\n", "a\nb\n")).containsExactly(" a", " b");
        assertThat(diff("", "")).isEmpty();
    }

    @Test
    void linesComeAndGo() {
        assertThat(diff("a\nb\nc\nd", "a\nx\nc\nd\ne")).containsExactly(" a", "-b", "+x", " c", " d", "+e");
        assertThat(diff("", "a")).containsExactly("+a");
        assertThat(diff("a", "")).containsExactly("-a");
    }

    @Test
    void theWayIsTheShortest() {
        List<String> way = diff("a\nb\nc\na\nb\nb\na", "c\nb\na\nb\na\nc");
        assertThat(way.stream().filter(line -> !line.startsWith(" "))).hasSize(5); // the example of Myers
    }

    @Test
    void bothTextsCanBeReadOutOfIt() {
        Random random = new Random(6);
        for (int round = 0; round < 2000; round++) {
            String before = text(random);
            String after = text(random);
            List<TextDiff.Line> lines = TextDiff.lines(before, after);
            assertThat(without(Kind.ADDED, lines)).isEqualTo(before);
            assertThat(without(Kind.REMOVED, lines)).isEqualTo(after);
        }
    }

    @Test
    void largeTextsThatHaveNothingInCommonTakeNoTimeWorthMentioning() {
        String before = IntStream.range(0, 100_000).mapToObj(i -> "a" + i).collect(Collectors.joining("\n"));
        String after = IntStream.range(0, 100_000).mapToObj(i -> "b" + i).collect(Collectors.joining("\n"));
        List<TextDiff.Line> lines = TextDiff.lines(before, after);
        assertThat(lines).hasSize(200_000);
        assertThat(without(Kind.ADDED, lines)).isEqualTo(before);
    }

    private static String text(Random random) {
        return random.ints(random.nextInt(12), 0, 4).mapToObj(Integer::toString).collect(Collectors.joining("\n"));
    }
}
