package fairlead.admin.api;

import fairlead.admin.history.Scope;
import fairlead.admin.history.Traffic;
import fairlead.health.BackendStatus;
import fairlead.health.LoadBalancerState;
import fairlead.health.certificate.ServedCertificate;
import fairlead.proxy.Engine;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How a load balancer stands at this moment.
 *
 * @param state {@code healthy}, {@code issue}, {@code down} or {@code no_backends}
 * @param connections open ones of all its backends
 */
record LoadBalancerStatus(String state, int connections, List<BackendRow> backends) {

    /**
     * How a backend stands. Times are to the second.
     *
     * @param name that of the config; with {@code @} and an address behind it when it is there by a host name
     * @param reason the condition in words
     * @param drainEndsAt when its connections are closed, if it drains and not for ever
     * @param bytesIn read from clients for its entry in the config, since the start
     * @param bytesOut written to clients, in the same way
     * @param certificate the one that expires first of those it serves
     */
    record BackendRow(
            String name,
            String address,
            String mode,
            String condition,
            String reason,
            Instant since,
            Optional<Instant> drainEndsAt,
            Optional<LastCheck> lastCheck,
            int connections,
            int waiting,
            long bytesIn,
            long bytesOut,
            Optional<Certificate> certificate) {

        private static BackendRow of(BackendStatus status, Traffic traffic, List<ServedCertificate> certificates) {
            return new BackendRow(
                    status.name(),
                    status.address(),
                    status.mode().name().toLowerCase(Locale.ROOT),
                    status.condition().word(),
                    status.text(),
                    seconds(status.since()),
                    status.drainEnd().map(LoadBalancerStatus::seconds),
                    status.checks().isEmpty()
                            ? Optional.empty()
                            : Optional.of(LastCheck.of(status.checks().getLast())),
                    status.connections(),
                    status.waiting(),
                    traffic.bytesIn(),
                    traffic.bytesOut(),
                    certificates.stream()
                            .filter(served -> served.loadBalancer().equals(status.loadBalancer())
                                    && served.backend().equals(status.name()))
                            .map(ServedCertificate::notAfter)
                            .min(Comparator.naturalOrder())
                            .map(Certificate::of));
        }
    }

    /**
     * What came of the latest check.
     *
     * @param failure why it did not pass
     */
    record LastCheck(Instant at, boolean passed, double latencySeconds, Optional<String> failure) {

        private static LastCheck of(BackendStatus.Result result) {
            return new LastCheck(
                    seconds(result.at()),
                    result.failure().isEmpty(),
                    result.latency().toNanos() / 1e9,
                    result.failure());
        }
    }

    /**
     * How long a certificate is still valid.
     *
     * @param daysLeft whole ones; negative when it has expired
     */
    record Certificate(Instant notAfter, long daysLeft) {

        private static Certificate of(Instant notAfter) {
            return new Certificate(
                    notAfter, Duration.between(Instant.now(), notAfter).toDays());
        }
    }

    static LoadBalancerStatus of(String name, Engine engine) {
        Map<Scope, Traffic> traffic = Traffic.of(engine);
        List<ServedCertificate> certificates = engine.certificates();
        List<BackendStatus> all = engine.backends();
        List<BackendStatus> own = all.stream()
                .filter(backend -> backend.loadBalancer().equals(name))
                .toList();
        return new LoadBalancerStatus(
                LoadBalancerState.of(name, all, engine.findings()).word(),
                own.stream().mapToInt(BackendStatus::connections).sum(),
                own.stream()
                        .map(backend ->
                                BackendRow.of(backend, Traffic.of(traffic, name, backend.entry()), certificates))
                        .toList());
    }

    private static Instant seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }
}
