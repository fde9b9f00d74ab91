package fairlead.admin.page;

import fairlead.admin.access.Role;
import fairlead.admin.access.Route;
import fairlead.admin.views.StaticTemplates;
import fairlead.admin.views.Templates;
import fairlead.health.certificate.ServedCertificate;
import fairlead.proxy.Engine;
import io.javalin.http.Context;
import java.util.List;

/** What certificates the backends serve, for each host. */
final class CertificatesPage {
    private static final Templates TEMPLATES = new StaticTemplates();

    private final Engine engine;
    private final Frames frames;

    CertificatesPage(Engine engine, Frames frames) {
        this.engine = engine;
        this.frames = frames;
    }

    List<Route> routes() {
        return List.of(Route.get("/certificates", Role.READ, this::show));
    }

    private void show(Context ctx) {
        List<ServedCertificate> certificates = engine.certificates();
        if (Csv.isAsked(ctx)) {
            csv(ctx, certificates);
            return;
        }
        Region region =
                Region.of("certificates", ctx, 10, TEMPLATES.fragmentsCertificates(CertificateGroup.of(certificates)));
        if (region.isAsked(ctx)) {
            region.answer(ctx, TEMPLATES.fragmentsRegion(region));
            return;
        }
        Pages.send(ctx, TEMPLATES.pagesCertificates(frames.of(ctx, "Certificates", "certificates"), region));
    }

    private static void csv(Context ctx, List<ServedCertificate> certificates) {
        Csv.send(
                ctx,
                "certificates",
                List.of(
                        "load_balancer",
                        "host",
                        "backend",
                        "subject",
                        "names",
                        "issuer",
                        "serial",
                        "not_before",
                        "not_after",
                        "fingerprint_sha256",
                        "key",
                        "chain",
                        "tls_version",
                        "alpn",
                        "seen_at"),
                certificates.stream()
                        .map(served -> List.of(
                                served.loadBalancer(),
                                served.host().orElse(""),
                                served.backend(),
                                served.subject(),
                                String.join(" ", served.names()),
                                served.issuer(),
                                served.serial(),
                                Words.iso(served.notBefore()),
                                Words.iso(served.notAfter()),
                                served.fingerprint(),
                                served.key(),
                                served.chain().word(),
                                served.version(),
                                served.alpn().orElse(""),
                                Words.iso(served.seenAt())))
                        .toList());
    }
}
