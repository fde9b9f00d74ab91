package fairlead.cli;

import fairlead.config.Config;
import fairlead.config.ConfigFile;
import fairlead.proxy.Engine;
import fairlead.proxy.ListenAddress;
import fairlead.stats.Event;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
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
            case ConfigFile.Result.Valid valid -> serve(valid.config());
            case ConfigFile.Result.Invalid invalid -> {
                Check.print(file, invalid.problems(), System.err);
                yield Main.CONFIG_PROBLEMS;
            }
        };
    }

    private int serve(Config config) {
        Signals.on(() -> {}, "HUP"); // until there is something to reload; by default it would end the process
        Engine engine;
        try {
            engine = Engine.start(config);
        } catch (IOException e) {
            System.err.println("Fairlead could not start: " + e.getMessage());
            return Main.CANNOT_START;
        }
        Signals.on(() -> reload(engine), "HUP");
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

    private void reload(Engine engine) {
        engine.reopenAccessLog();
        switch (ConfigFile.load(file)) {
            case ConfigFile.Result.Valid valid -> {
                try {
                    engine.apply(valid.config());
                    engine.events()
                            .add(
                                    Event.Kind.CONFIG_APPLIED,
                                    "reloaded %s: %s".formatted(file, state(engine, valid.config())));
                    warnOfLowLimit(engine, valid.config());
                } catch (IOException e) {
                    engine.events()
                            .add(
                                    Event.Kind.CONFIG_REFUSED,
                                    "nothing reloaded, the former config stays in force: " + e.getMessage());
                }
            }
            case ConfigFile.Result.Invalid invalid -> {
                engine.events()
                        .add(Event.Kind.CONFIG_REFUSED, file + " has problems, the former config stays in force:");
                invalid.problems().forEach(problem -> LOG.log(Level.ERROR, "  {0}", problem));
            }
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
