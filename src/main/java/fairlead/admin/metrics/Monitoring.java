package fairlead.admin.metrics;

import fairlead.admin.access.Role;
import fairlead.admin.access.Route;
import fairlead.proxy.Engine;
import io.javalin.http.Context;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/** What monitoring asks for: {@code /metrics}, and whether the process lives and is ready. */
public final class Monitoring {
    private static final ExpositionFormatWriter OPEN_METRICS =
            OpenMetricsTextFormatWriter.builder().build();
    private static final ExpositionFormatWriter TEXT =
            PrometheusTextFormatWriter.builder().build();

    private final Engine engine;
    private final PrometheusRegistry registry = new PrometheusRegistry();

    /** Tells of this engine and of the process it is in. */
    public Monitoring(Engine engine) {
        this.engine = engine;
        registry.register(new EngineMetrics(engine));
        registry.register(new ProcessMetrics());
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/metrics", Role.READ, this::metrics),
                Route.get("/healthz", Role.ANYONE, ctx -> say(ctx, 200, "alive")),
                Route.get("/readyz", Role.ANYONE, this::ready));
    }

    private void metrics(Context ctx) throws IOException {
        String accept = Objects.requireNonNullElse(ctx.header("Accept"), "");
        ExpositionFormatWriter writer = OPEN_METRICS.accepts(accept) ? OPEN_METRICS : TEXT;
        ByteArrayOutputStream text = new ByteArrayOutputStream(16 << 10);
        writer.write(text, registry.scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
        ctx.header("Vary", "Accept").contentType(writer.getContentType()).result(text.toByteArray());
    }

    private void ready(Context ctx) {
        if (engine.isDraining()) {
            say(ctx, 503, "stopping");
        } else {
            say(ctx, 200, "ready");
        }
    }

    private static void say(Context ctx, int status, String word) {
        ctx.status(status).contentType("text/plain; charset=utf-8").result(word + "\n");
    }
}
