package fairlead.stats;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.support.Readme;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** That README.md tells of outcomes and log lines what the program does. */
class ReadmeTest {

    @Test
    void outcomesTableIsTheEnum() {
        List<String> documented = Readme.tables().getOrDefault("Outcomes", List.of()).stream()
                .map(row -> row.get(0) + " " + row.get(1))
                .toList();

        assertThat(documented)
                .containsExactlyElementsOf(Arrays.stream(Outcome.values())
                        .map(outcome -> "`%s` %s".formatted(outcome.word(), outcome.meaning()))
                        .toList());
    }

    @Test
    void everyFieldOfALogLineIsInTheTable() {
        ConnectionRecord connection = full(Optional.empty());
        ConnectionRecord request = full(Optional.of(Records.get("shop.example.com", "/", 200)));
        List<List<String>> table = Readme.tables().getOrDefault("Access log", List.of());

        Set<String> keys =
                matches("\"([a-z_]+)\":", AccessLogFormat.JSON.line(connection) + AccessLogFormat.JSON.line(request));
        keys.addAll(matches("\"([a-z_]+)\":", AccessLogFormat.JSON.dropped(1)));
        assertThat(keys).hasSizeGreaterThan(18);
        assertThat(matches("`([a-z_]+)`", String.join(" ", cells(table, 1)))).isEqualTo(keys);
        assertThat(matches("`([a-z]+)=`", String.join(" ", cells(table, 0))))
                .isEqualTo(matches(
                        " ([a-z]+)=",
                        AccessLogFormat.TEXT.line(connection) + ' ' + AccessLogFormat.TEXT.line(request)));
    }

    private static List<String> cells(List<List<String>> table, int column) {
        return table.stream().map(row -> row.get(column)).toList();
    }

    private static Set<String> matches(String pattern, String text) {
        Set<String> found = new TreeSet<>();
        Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .forEach(found::add);
        return found;
    }

    private static ConnectionRecord full(Optional<HttpRequest> request) {
        return new ConnectionRecord(
                "8c1f00a2000003e9",
                Instant.EPOCH,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 51234),
                ":443",
                Optional.of("shop.example.com"),
                List.of("h2", "http/1.1"),
                List.of("1.3", "1.2"),
                request,
                Optional.of("shop"),
                Optional.of("web-1"),
                Optional.of("10.0.0.11:443"),
                Outcome.COMPLETED,
                1,
                2,
                Optional.of(Duration.ofMillis(1)),
                Duration.ofMillis(2),
                Optional.of("why"));
    }
}
