package fairlead.admin.api;

import fairlead.health.certificate.ServedCertificate;
import fairlead.health.probe.Visit;
import fairlead.proxy.TrialReport;
import fairlead.stats.ConnectionRecord;
import fairlead.stats.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is told of a test.
 *
 * @param served whether a client would have got what it came for
 * @param outcome as it stands in the access log; left out where it only tells how the test took its leave
 * @param refusedBy {@code fairlead} or {@code backend}
 * @param detail more about the outcome
 * @param connectionId of the access log
 */
public record TestAnswer(
        boolean served,
        String listener,
        String protocol,
        String address,
        Optional<String> loadBalancer,
        Optional<String> backend,
        Optional<String> upstream,
        Optional<String> outcome,
        Optional<String> meaning,
        Optional<String> refusedBy,
        Optional<String> alert,
        Optional<String> failure,
        Optional<String> detail,
        List<TestStep> steps,
        Optional<Tls> tls,
        Optional<Certificate> certificate,
        Optional<Visit.Response> http,
        Optional<String> connectionId) {

    private static final Set<Outcome> LEAVES = EnumSet.of(Outcome.COMPLETED, Outcome.CLIENT_RESET, Outcome.CLIENT_GONE);

    /**
     * One step and how long it took.
     *
     * @param step {@code tcp_connect}, {@code backend_connect}, {@code tls_handshake}, {@code http_response}
     */
    public record TestStep(String step, boolean passed, double durationSeconds) {}

    /** What was agreed on. */
    public record Tls(String version, String cipher, Optional<String> alpn) {}

    /**
     * The certificate that was shown.
     *
     * @param trusted whether a client would accept it, its host apart
     * @param problem why not
     * @param coversHost whether it is for the host that was asked for; left out when none was
     */
    public record Certificate(
            String subject,
            List<String> names,
            String issuer,
            Instant notBefore,
            Instant notAfter,
            String fingerprint,
            String key,
            boolean trusted,
            Optional<String> problem,
            Optional<Boolean> coversHost) {}

    /** Of what came of it. */
    public static TestAnswer of(TrialReport report) {
        boolean served = report.served();
        Optional<ConnectionRecord> end = report.end();
        Optional<Outcome> outcome =
                end.map(ConnectionRecord::outcome).filter(one -> isTelling(one, served, report.protocol()));
        Optional<String> upstream = end.flatMap(ConnectionRecord::upstream);
        return new TestAnswer(
                served,
                report.listener(),
                report.protocol(),
                report.address(),
                end.flatMap(ConnectionRecord::loadBalancer),
                end.flatMap(ConnectionRecord::backend),
                upstream,
                outcome.map(Outcome::word),
                outcome.map(Outcome::meaning),
                served ? Optional.empty() : Optional.of(upstream.isPresent() ? "backend" : "fairlead"),
                report.visit().alert(),
                report.visit().failure(),
                served ? Optional.empty() : end.flatMap(ConnectionRecord::detail),
                steps(report),
                report.visit().tls().map(TestAnswer::tls),
                report.certificate().map(seen -> certificate(seen, report.objection())),
                report.visit().response(),
                end.map(ConnectionRecord::id));
    }

    /** Of bytes that are passed on, all but a refusal says how the two ends parted, and the test is one of them. */
    private static boolean isTelling(Outcome outcome, boolean served, String protocol) {
        return protocol.equals("http") || (!served && !LEAVES.contains(outcome));
    }

    private static List<TestStep> steps(TrialReport report) {
        Visit visit = report.visit();
        List<TestStep> steps = new ArrayList<>();
        steps.add(step("tcp_connect", visit.connect().isPresent(), visit.connect()));
        Optional<Duration> backend = report.end().flatMap(ConnectionRecord::connect);
        if (backend.isPresent()) {
            steps.add(step("backend_connect", true, backend));
        }
        if (visit.answer().isPresent()) {
            boolean tls = report.protocol().equals("tls");
            boolean passed = tls ? visit.tls().isPresent() : visit.response().isPresent();
            steps.add(step(tls ? "tls_handshake" : "http_response", passed, visit.answer()));
        }
        return steps;
    }

    private static TestStep step(String name, boolean passed, Optional<Duration> took) {
        return new TestStep(name, passed, took.orElse(Duration.ZERO).toNanos() / 1e9);
    }

    private static Tls tls(Visit.Tls seen) {
        return new Tls(
                seen.handshake().version(), seen.cipher(), seen.handshake().alpn());
    }

    private static Certificate certificate(ServedCertificate seen, Optional<String> objection) {
        return new Certificate(
                seen.subject(),
                seen.names(),
                seen.issuer(),
                seen.notBefore(),
                seen.notAfter(),
                seen.fingerprint(),
                seen.key(),
                objection.isEmpty(),
                objection,
                seen.host().map(seen::covers));
    }
}
