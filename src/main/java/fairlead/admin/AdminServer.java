package fairlead.admin;

import fairlead.admin.access.Access;
import fairlead.admin.access.Route;
import fairlead.admin.api.Api;
import fairlead.admin.api.ApiError;
import fairlead.admin.api.Json;
import fairlead.admin.history.History;
import fairlead.admin.metrics.Monitoring;
import fairlead.admin.page.Pages;
import fairlead.admin.store.ConfigStore;
import fairlead.config.AdminConfig;
import fairlead.proxy.Engine;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.staticfiles.Location;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The web server of the dashboard and the API, on a few threads of its own. */
public final class AdminServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("fairlead.admin");
    private static final int THREADS = 12;
    private static final long LARGEST_REQUEST = 16 << 20;

    private final Javalin javalin;
    private final List<Route> routes;
    private final History history;

    private AdminServer(Javalin javalin, List<Route> routes, History history) {
        this.javalin = javalin;
        this.routes = routes;
        this.history = history;
    }

    /**
     * Begins to serve.
     *
     * @throws IOException with a sentence for the user when the port cannot be bound
     */
    public static AdminServer start(AdminConfig config, Engine engine, ConfigStore store, Access access)
            throws IOException {
        History history = History.start(engine);
        List<Route> routes = Stream.of(
                        access.routes(),
                        new Monitoring(engine).routes(),
                        new Api(engine, store, history).routes(),
                        new Pages(engine, store, history).routes())
                .flatMap(List::stream)
                .toList();
        Javalin javalin = Javalin.create(settings -> {
            configure(settings);
            settings.routes.beforeMatched(access::guard);
            routes.forEach(route ->
                    settings.routes.addHttpHandler(route.method(), route.path(), route.handler(), route.role()));
            settings.routes.exception(ApiError.class, AdminServer::answer);
            settings.routes.exception(HttpResponseException.class, AdminServer::answer);
            settings.routes.exception(Exception.class, AdminServer::answer);
        });
        try {
            javalin.start(config.address(), config.port());
        } catch (RuntimeException e) {
            javalin.stop();
            history.close();
            throw new IOException(
                    "cannot listen on %s:%d for the dashboard (admin.port): %s"
                            .formatted(config.address(), config.port(), e.getMessage()),
                    e);
        }
        return new AdminServer(javalin, routes, history);
    }

    private static void configure(JavalinConfig settings) {
        settings.startup.showJavalinBanner = false;
        settings.startup.showOldJavalinVersionWarning = false;
        settings.startup.startupWatcherEnabled = false;
        settings.http.maxRequestSize = LARGEST_REQUEST;
        settings.http.prefer405over404 = true;
        settings.http.generateEtags = false;
        settings.concurrency.useVirtualThreads = false;
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 2);
        threads.setName("admin");
        threads.setDaemon(true);
        settings.jetty.threadPool = threads;
        settings.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
        settings.staticFiles.enableWebjars();
        settings.staticFiles.add(files -> {
            files.hostedPath = "/static";
            files.directory = "/fairlead/static";
            files.location = Location.CLASSPATH;
        });
    }

    /** All there is to ask, in the order in which it is tried. */
    public List<Route> routes() {
        return routes;
    }

    public int port() {
        return javalin.port();
    }

    @Override
    public void close() {
        javalin.stop();
        history.close();
    }

    private static void answer(ApiError error, Context ctx) {
        ctx.status(error.status());
        Json.send(ctx, Map.of("id", error.id(), "message", String.valueOf(error.getMessage())));
    }

    private static void answer(HttpResponseException error, Context ctx) {
        ctx.status(error.getStatus());
        Json.send(ctx, Map.of("id", "error", "message", String.valueOf(error.getMessage())));
    }

    private static void answer(Exception defect, Context ctx) {
        LOG.log(System.Logger.Level.ERROR, "a request failed by a defect in Fairlead", defect);
        ctx.status(500);
        Json.send(ctx, Map.of("id", "internal_error", "message", "a defect in Fairlead; the log has the details"));
    }
}
