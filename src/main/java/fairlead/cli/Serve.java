package fairlead.cli;

import fairlead.admin.metrics.Build;
import fairlead.admin.store.Author;
import fairlead.admin.store.Change;
import fairlead.admin.store.ConfigStore;
import fairlead.config.Config;
import fairlead.config.ConfigFile;
import fairlead.proxy.Engine;
import fairlead.proxy.ListenAddress;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Optional;
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
        Optional<Dashboard> admin;
        try {
            admin = config.admin().enabled() ? Optional.of(Dashboard.start(file, engine, store)) : Optional.empty();
        } catch (IOException e) {
            engine.close();
            return cannotStart(e);
        }
        Signals.on(() -> reload(engine, store), "HUP");
        Signals.on(() -> stop(engine), "TERM", "INT");
        LOG.log(Level.INFO, "Fairlead {0} serves {1}", Build.version(), state(engine, config));
        warnOfLowLimit(engine, config);
        admin.ifPresent(Serve::announce);
        try {
            stopping.await();
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts the main thread", e);
        }
        LOG.log(Level.INFO, "stopping: {0} may finish", Check.count(engine.openConnections(), "connection"));
        int closed = engine.drain();
        admin.ifPresent(Dashboard::close);
        String cut = closed == 0 ? "" : "; " + Check.count(closed, "connection") + " had to be closed";
        LOG.log(Level.INFO, "stopped{0}", cut);
        return Main.OK;
    }

    private static void announce(Dashboard dashboard) {
        LOG.log(Level.INFO, "dashboard: {0}/", dashboard.url());
        dashboard
                .firstLogin()
                .ifPresent(link -> LOG.log(
                        Level.INFO,
                        "first login, once and within 15 minutes: {0} (later: \"fairlead token CONFIG\" makes a token)",
                        link));
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
        String places = listeners.isEmpty() ? "" : " on " + listeners;
        return Check.count(config.loadBalancers().size(), "load balancer") + places;
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
