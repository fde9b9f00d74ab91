package fairlead.admin;

import fairlead.admin.access.Access;
import fairlead.admin.access.Route;
import fairlead.admin.api.Api;
import fairlead.admin.api.ApiError;
import fairlead.admin.api.ErrorAnswer;
import fairlead.admin.api.RequestId;
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
import java.util.stream.Stream;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The web server of the dashboard and the API, on a few threads of its own. */
public final class AdminServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("fairlead.admin");
    private static final int THREADS = 12;
    private static final long LARGEST_REQUEST = 16 << 20;

    private final Javalin javalin;
    private final List<Route> routes;

    private AdminServer(Javalin javalin, List<Route> routes) {
        this.javalin = javalin;
        this.routes = routes;
    }

    /**
     * Begins to serve.
     *
     * @throws IOException with a sentence for the user when the port cannot be bound
     */
    public static AdminServer start(AdminConfig config, Engine engine, ConfigStore store, Access access)
            throws IOException {
        List<Route> routes = Stream.of(access.routes(), new Api(engine, store).routes(), new Pages(engine).routes())
                .flatMap(List::stream)
                .toList();
        Javalin javalin = Javalin.create(settings -> {
            configure(settings);
            settings.routes.before(RequestId::begin);
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
            throw new IOException(
                    "cannot listen on %s:%d for the dashboard (admin.port): %s"
                            .formatted(config.address(), config.port(), e.getMessage()),
                    e);
        }
        return new AdminServer(javalin, routes);
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
    }

    private static void answer(ApiError error, Context ctx) {
        ErrorAnswer.send(ctx, error);
    }

    private static void answer(HttpResponseException error, Context ctx) {
        ErrorAnswer.send(ctx, error);
    }

    private static void answer(Exception defect, Context ctx) {
        LOG.log(System.Logger.Level.ERROR, "request " + RequestId.of(ctx) + " failed by a defect in Fairlead", defect);
        ErrorAnswer.send(ctx, 500, "a defect in Fairlead; the log has the details");
    }
}
