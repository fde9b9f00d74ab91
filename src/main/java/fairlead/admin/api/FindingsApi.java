package fairlead.admin.api;

import fairlead.admin.access.Role;
import fairlead.admin.access.Route;
import fairlead.health.certificate.Chain;
import fairlead.health.certificate.ServedCertificate;
import fairlead.health.finding.Finding;
import fairlead.proxy.Engine;
import fairlead.stats.Event;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What Fairlead noticed: findings, certificates and events. */
final class FindingsApi {
    private static final String LOAD_BALANCER = "load_balancer";

    private final Engine engine;

    FindingsApi(Engine engine) {
        this.engine = engine;
    }

    List<Route> routes() {
        return List.of(
                Route.get(Api.ROOT + "/findings", Role.READ, this::findings),
                Route.get(Api.ROOT + "/events", Role.READ, this::events),
                Route.get(Api.ROOT + "/certificates", Role.READ, this::certificates));
    }

    private record FindingView(
            String kind,
            String severity,
            Optional<String> loadBalancer,
            Optional<String> backend,
            Optional<String> host,
            String message,
            Instant firstSeen) {

        static FindingView of(Finding one) {
            return new FindingView(
                    one.kind().word(),
                    one.severity().word(),
                    one.loadBalancer(),
                    one.backend(),
                    one.host(),
                    one.text(),
                    one.firstSeen());
        }
    }

    private record EventView(
            Instant time,
            String kind,
            boolean bad,
            Optional<String> loadBalancer,
            Optional<String> backend,
            Optional<String> about,
            Optional<String> author,
            OptionalInt revision,
            String message) {

        static EventView of(Event one) {
            return new EventView(
                    one.time(),
                    one.kind().word(),
                    one.kind().isBad(),
                    one.loadBalancer(),
                    one.backend(),
                    one.about(),
                    one.origin().map(Event.Origin::author),
                    one.origin().map(Event.Origin::revision).orElse(OptionalInt.empty()),
                    one.text());
        }
    }

    private record CertificateView(
            String loadBalancer,
            String backend,
            Optional<String> host,
            String subject,
            List<String> names,
            String issuer,
            String serial,
            Instant notBefore,
            Instant notAfter,
            long daysLeft,
            String fingerprint,
            String key,
            String chain,
            String tlsVersion,
            Optional<String> alpn,
            Instant seenAt) {

        static CertificateView of(ServedCertificate one, Instant now) {
            Chain chain = one.chain();
            return new CertificateView(
                    one.loadBalancer(),
                    one.backend(),
                    one.host(),
                    one.subject(),
                    one.names(),
                    one.issuer(),
                    one.serial(),
                    one.notBefore(),
                    one.notAfter(),
                    Math.floorDiv(
                            Duration.between(now, one.notAfter()).toSeconds(),
                            Duration.ofDays(1).toSeconds()),
                    one.fingerprint(),
                    one.key(),
                    chain.word(),
                    one.version(),
                    one.alpn(),
                    one.seenAt());
        }
    }

    private void findings(Context ctx) {
        Query query = Query.of(ctx, LOAD_BALANCER, "severity", "kind");
        Optional<String> loadBalancer = query.text(LOAD_BALANCER);
        Optional<Finding.Severity> severity = query.word("severity", Finding.Severity.values(), Finding.Severity::word);
        Optional<Finding.Kind> kind = query.word("kind", Finding.Kind.values(), Finding.Kind::word);
        List<FindingView> wanted = engine.findings().stream()
                .filter(one -> loadBalancer.isEmpty() || loadBalancer.equals(one.loadBalancer()))
                .filter(one -> severity.isEmpty() || severity.get() == one.severity())
                .filter(one -> kind.isEmpty() || kind.get() == one.kind())
                .map(FindingView::of)
                .toList();
        Json.send(ctx, Map.of("findings", wanted));
    }

    private void events(Context ctx) {
        Query query = Query.of(ctx, LOAD_BALANCER, "kind", Paging.PAGE, Paging.PER_PAGE);
        Optional<String> loadBalancer = query.text(LOAD_BALANCER);
        Optional<Event.Kind> kind = query.word("kind", Event.Kind.values(), Event.Kind::word);
        List<EventView> wanted = engine.events().latest().reversed().stream()
                .filter(one -> loadBalancer.isEmpty() || loadBalancer.equals(one.loadBalancer()))
                .filter(one -> kind.isEmpty() || kind.get() == one.kind())
                .map(EventView::of)
                .toList();
        Json.send(ctx, Paging.of(ctx, query).of("events", wanted));
    }

    private void certificates(Context ctx) {
        Query query = Query.of(ctx, LOAD_BALANCER);
        Optional<String> loadBalancer = query.text(LOAD_BALANCER);
        Instant now = Instant.now();
        List<CertificateView> wanted = engine.certificates().stream()
                .filter(one -> loadBalancer.isEmpty() || loadBalancer.get().equals(one.loadBalancer()))
                .map(one -> CertificateView.of(one, now))
                .toList();
        Json.send(ctx, Map.of("certificates", wanted));
    }
}
