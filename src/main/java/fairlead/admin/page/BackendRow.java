package fairlead.admin.page;

import fairlead.admin.history.Traffic;
import fairlead.config.BackendConfig;
import fairlead.config.BackendConfig.Mode;
import fairlead.config.LoadBalancerConfig;
import fairlead.health.BackendStatus;
import fairlead.health.certificate.ServedCertificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A backend, as the tab Backends shows it.
 *
 * @param name with the address behind it when its entry is a host name
 * @param entry the config's name of it
 * @param badge the class of its state's badge
 * @param state {@code Down}
 * @param reason more about the state, or empty
 * @param drainEnd when its connections are closed, if it drains and not for ever
 * @param certificate the one that expires first of those it serves
 */
public record BackendRow(
        String name,
        String entry,
        String address,
        Mode mode,
        String badge,
        String state,
        String reason,
        Instant since,
        Optional<Instant> drainEnd,
        Optional<Check> check,
        int weight,
        int connections,
        int waiting,
        Traffic traffic,
        Optional<CertificateLife> certificate) {

    /** The latest check: {@code 3.2 ms}, or why it failed. */
    public record Check(Instant at, boolean passed, String text) {}

    static BackendRow of(
            BackendStatus status, LoadBalancerConfig config, Traffic traffic, List<ServedCertificate> certificates) {
        int weight = config.backends().stream()
                .filter(backend -> backend.name().equals(status.entry()))
                .mapToInt(BackendConfig::weight)
                .findFirst()
                .orElse(BackendConfig.DEFAULT_WEIGHT);
        return new BackendRow(
                status.name(),
                status.entry(),
                status.address(),
                status.mode(),
                badge(status),
                state(status),
                reason(status),
                status.since(),
                status.drainEnd(),
                status.checks().isEmpty()
                        ? Optional.empty()
                        : Optional.of(check(status.checks().getLast())),
                weight,
                status.connections(),
                status.waiting(),
                traffic,
                CertificateLife.shortest(certificates.stream()
                        .filter(served -> served.loadBalancer().equals(status.loadBalancer())
                                && served.backend().equals(status.name()))
                        .toList()));
    }

    private static Check check(BackendStatus.Result result) {
        Duration latency = result.latency();
        return new Check(
                result.at(), result.failure().isEmpty(), result.failure().orElseGet(() -> Words.duration(latency)));
    }

    private static String badge(BackendStatus status) {
        return switch (status.condition()) {
            case UP -> "ok";
            case DOWN -> "bad";
            case CHECKING, DRAINING -> "warn";
            case DISABLED -> "off";
        };
    }

    private static String state(BackendStatus status) {
        return switch (status.condition()) {
            case UP -> status.mode() == Mode.BACKUP ? "Up (backup)" : "Up";
            case DOWN -> "Down";
            case CHECKING -> "Checking";
            case DRAINING -> "Draining";
            case DISABLED -> "Disabled";
        };
    }

    private static String reason(BackendStatus status) {
        return switch (status.condition()) {
            case UP, CHECKING, DISABLED -> "";
            case DOWN -> status.text().replaceFirst("^down: ", "");
            case DRAINING -> Words.plural(status.connections(), "connection") + " left";
        };
    }
}
