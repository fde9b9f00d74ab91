package fairlead.admin;

import fairlead.admin.access.Access;
import fairlead.admin.access.Guard;
import fairlead.admin.access.Role;
import fairlead.admin.access.Route;
import fairlead.admin.api.Api;
import fairlead.admin.api.ApiError;
import fairlead.admin.api.RequestId;
import fairlead.admin.history.History;
import fairlead.admin.metrics.Monitoring;
import fairlead.admin.page.Pages;
import fairlead.admin.store.ConfigStore;
import fairlead.config.AdminConfig;
import fairlead.config.Cidr;
import fairlead.proxy.Engine;
import fairlead.stats.Event;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.staticfiles.Location;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The web server of the dashboard and the API, on a few threads of its own. */
public final class AdminServer implements AutoCloseable {
    private static final int THREADS = 12;
    private static final String STATIC = "/static";
    private static final String WEBJARS = "/webjars";

    private final AdminConfig config;
    private final Javalin javalin;
    private final List<Route> routes;
    private final AdminTimer timer;
    private final History history;

    private AdminServer(AdminConfig config, Javalin javalin, List<Route> routes, AdminTimer timer, History history) {
        this.config = config;
        this.javalin = javalin;
        this.routes = routes;
        this.timer = timer;
        this.history = history;
    }

    /**
     * Begins to serve.
     *
     * @throws IOException with a sentence for the user when the port cannot be bound, or the files for TLS are of no use
     */
    public static AdminServer start(AdminConfig config, Engine engine, ConfigStore store, Access access)
            throws IOException {
        Optional<ServerCertificate> certificate = config.tls().isEmpty()
                ? Optional.empty()
                : Optional.of(ServerCertificate.load(config.tls().get()));
        History history = History.start(engine);
        List<Route> routes = Stream.of(
                        new Monitoring(engine).routes(),
                        new Api(engine, store, history, access).routes(),
                        new Pages(engine, store, history, access).routes())
                .flatMap(List::stream)
                .toList();
        Guard guard = new Guard(access, config.allowedHosts(), routes);
        Javalin javalin = Javalin.create(settings -> {
            configure(settings);
            AdminPort.configure(settings, config, certificate, guard);
            settings.routes.before(AdminServer::begin);
            settings.routes.before(guard::identify);
            settings.routes.beforeMatched(guard::permit);
            routes.forEach(route -> add(settings, route));
            settings.routes.exception(ApiError.class, Answers::to);
            settings.routes.exception(HttpResponseException.class, Answers::to);
            settings.routes.exception(Exception.class, Answers::to);
        });
        try {
            javalin.start();
        } catch (RuntimeException e) {
            javalin.stop();
            history.close();
            throw new IOException(
                    "cannot listen on %s:%d for the dashboard (admin.port): %s"
                            .formatted(config.address(), config.port(), e.getMessage()),
                    e);
        }
        AdminTimer timer = new AdminTimer();
        timer.everyMinute(access::save);
        certificate.ifPresent(files -> timer.everyOtherSecond(
                () -> files.lookAgain(event -> engine.events().add(Event.Kind.CONFIG_REFUSED, event))));
        return new AdminServer(config, javalin, routes, timer, history);
    }

    /** HEAD goes with GET, and has to be said: Javalin would pass it on without the role. */
    private static void add(JavalinConfig settings, Route route) {
        settings.routes.addHttpHandler(route.method(), route.path(), route.handler(), route.role());
        if (route.method().equals(HandlerType.GET)) {
            settings.routes.addHttpHandler(HandlerType.HEAD, route.path(), route.handler(), route.role());
        }
    }

    private static void configure(JavalinConfig settings) {
        settings.startup.showJavalinBanner = false;
        settings.startup.showOldJavalinVersionWarning = false;
        settings.startup.startupWatcherEnabled = false;
        settings.http.maxRequestSize = BodyFirst.LARGEST;
        settings.http.prefer405over404 = true;
        settings.http.generateEtags = false;
        settings.concurrency.useVirtualThreads = false;
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 2);
        threads.setName("admin");
        threads.setDaemon(true);
        settings.jetty.threadPool = threads;
        files(settings, STATIC, "/fairlead/static", Role.ANYONE, "max-age=0"); // there is an ETag
        files(settings, WEBJARS, "META-INF/resources/webjars", Role.READ, "max-age=31536000, immutable");
    }

    private static void files(JavalinConfig settings, String path, String directory, Role role, String caching) {
        settings.staticFiles.add(files -> {
            files.hostedPath = path;
            files.directory = directory;
            files.location = Location.CLASSPATH;
            files.roles = Set.of(role);
            files.headers = Map.of("Cache-Control", caching);
        });
    }

    private static void begin(Context ctx) {
        RequestId.begin(ctx);
        if (!ctx.path().startsWith(STATIC + '/') && !ctx.path().startsWith(WEBJARS + '/')) {
            ctx.header("Cache-Control", "no-store");
        }
    }

    /** All there is to ask, in the order in which it is tried. */
    public List<Route> routes() {
        return routes;
    }

    public int port() {
        return javalin.port();
    }

    /** Where a browser on this machine finds the dashboard, without a slash at the end. */
    public String url() {
        InetAddress address = Cidr.literal(config.address());
        String host = address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
        String name = host.contains(":") ? '[' + host + ']' : host;
        return (config.tls().isPresent() ? "https://" : "http://") + name + ':' + port();
    }

    @Override
    public void close() {
        timer.close();
        javalin.stop();
        history.close();
    }
}
