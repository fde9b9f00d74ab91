package fairlead.admin.page;

import fairlead.health.finding.Finding;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A finding.
 *
 * @param badge the class of its severity's badge
 * @param severity {@code Critical}
 * @param kind {@code certificates differ}
 * @param text what is wrong, and what to do
 */
public record FindingRow(
        String badge,
        String severity,
        String kind,
        Optional<String> loadBalancer,
        Optional<String> backend,
        Optional<String> host,
        String text,
        Instant firstSeen) {

    static FindingRow of(Finding finding) {
        return new FindingRow(
                badge(finding.severity()),
                severity(finding.severity()),
                finding.kind().word().replace('_', ' '),
                finding.loadBalancer(),
                finding.backend(),
                finding.host(),
                finding.text(),
                finding.firstSeen());
    }

    /** {@code shop / web-1 / shop.example.com}; empty when it is about nothing in particular. */
    public Optional<String> about() {
        String about =
                Stream.of(loadBalancer, backend, host).flatMap(Optional::stream).collect(Collectors.joining(" / "));
        return Optional.of(about).filter(text -> !text.isEmpty());
    }

    private static String badge(Finding.Severity severity) {
        return switch (severity) {
            case CRITICAL -> "bad";
            case WARNING -> "warn";
            case NOTICE -> "off";
        };
    }

    private static String severity(Finding.Severity severity) {
        return switch (severity) {
            case CRITICAL -> "Critical";
            case WARNING -> "Warning";
            case NOTICE -> "Notice";
        };
    }
}
