package fairlead.cli;

import fairlead.admin.AdminServer;
import fairlead.admin.access.Access;
import fairlead.admin.store.Author;
import fairlead.admin.store.Change;
import fairlead.admin.store.ConfigStore;
import fairlead.config.AdminConfig;
import fairlead.config.Config;
import fairlead.config.ConfigFile;
import fairlead.proxy.Engine;
import fairlead.proxy.ListenAddress;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/** {@code serve}: runs the engine by a config file, and does what the process's signals ask. */
final class Serve {
    private static final System.Logger LOG = System.getLogger("fairlead");

    private final Path file;
    private final CountDownLatch stopping = new CountDownLatch(1);

    Serve(Path file) {
        this.file = file;
    }

    int run() {
        return switch (ConfigFile.load(file)) {
            case ConfigFile.Result.Valid valid -> serve(valid);
            case ConfigFile.Result.Invalid invalid -> {
                Check.print(file, invalid.problems(), System.err);
                yield Main.CONFIG_PROBLEMS;
            }
        };
    }

    private int serve(ConfigFile.Result.Valid loaded) {
        Signals.on(() -> {}, "HUP"); // until there is something to reload; by default it would end the process
        Config config = loaded.config();
        Engine engine;
        try {
            engine = Engine.start(config);
        } catch (IOException e) {
            return cannotStart(e);
        }
        ConfigStore store = new ConfigStore(file, loaded, engine);
        Optional<AdminServer> admin;
        try {
            admin = startAdmin(config.admin(), engine, store);
        } catch (IOException e) {
            engine.close();
            return cannotStart(e);
        }
        Signals.on(() -> reload(engine, store), "HUP");
        Signals.on(() -> stop(engine), "TERM", "INT");
        LOG.log(Level.INFO, "Fairlead {0} serves {1}", Main.Version.number(), state(engine, config));
        warnOfLowLimit(engine, config);
        try {
            stopping.await();
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts the main thread", e);
        }
        LOG.log(Level.INFO, "stopping: {0} may finish", Check.count(engine.openConnections(), "connection"));
        int closed = engine.drain();
        admin.ifPresent(AdminServer::close);
        String cut = closed == 0 ? "" : "; " + Check.count(closed, "connection") + " had to be closed";
        LOG.log(Level.INFO, "stopped{0}", cut);
        return Main.OK;
    }

    /** The first request lets connections finish, the second does not. */
    private void stop(Engine engine) {
        if (stopping.getCount() == 0) {
            engine.hurry();
        }
        stopping.countDown();
    }

    private static int cannotStart(IOException e) {
        System.err.println("Fairlead could not start: " + e.getMessage());
        return Main.CANNOT_START;
    }

    private static Optional<AdminServer> startAdmin(AdminConfig config, Engine engine, ConfigStore store)
            throws IOException {
        if (!config.enabled()) {
            return Optional.empty();
        }
        return Optional.of(AdminServer.start(config, engine, store, Access.token(token())));
    }

    private static String token() {
        return Optional.ofNullable(System.getenv("FAIRLEAD_ADMIN_TOKEN"))
                .orElseGet(() -> UUID.randomUUID().toString());
    }

    private void reload(Engine engine, ConfigStore store) {
        engine.reopenAccessLog();
        switch (store.reload(Author.SIGHUP)) {
            case Change.Applied applied -> warnOfLowLimit(engine, applied.now().config());
            case Change.Invalid invalid ->
                invalid.problems().forEach(problem -> LOG.log(Level.ERROR, "  {0}", problem));
            case Change.Failed told -> {}
            case Change.ChangedByHand told -> {}
            case Change.Stale told -> {}
        }
    }

    private static String state(Engine engine, Config config) {
        String listeners =
                engine.listenAddresses().stream().map(ListenAddress::toString).collect(Collectors.joining(" "));
        return Check.count(config.loadBalancers().size(), "load balancer") + " on " + listeners;
    }

    private static void warnOfLowLimit(Engine engine, Config config) {
        if (engine.maxConnections() < config.maxConnections()) {
            LOG.log(
                    Level.WARNING,
                    "max_connections is {0}, but the limit of open files leaves room for {1}: raise it (ulimit -n, or"
                            + " LimitNOFILE in a systemd unit)",
                    Integer.toString(config.maxConnections()),
                    Integer.toString(engine.maxConnections()));
        }
    }
}
