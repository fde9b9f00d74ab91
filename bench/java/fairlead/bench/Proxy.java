package fairlead.bench;

import fairlead.bench.ends.Backend;
import fairlead.bench.ends.Hello;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** A contestant that runs; direct has no process. */
final class Proxy implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final int ANSWER_MILLIS = 5000;

    final Contestant contestant;
    private final Setup setup;
    private final Children children;
    private final Path directory;
    private final Optional<Child> child;

    private Proxy(Contestant contestant, Setup setup, Children children) {
        this.contestant = contestant;
        this.setup = setup;
        this.children = children;
        this.directory = children.directory(contestant.label());
        contestant.write(setup, directory);
        List<String> command = contestant.command(directory);
        this.child =
                command.isEmpty() ? Optional.empty() : Optional.of(children.start(contestant.label(), directory, command));
    }

    /** Starts it before these backends; it has served a connection to the given host when this returns. */
    static Proxy start(Contestant contestant, Setup setup, Children children, String host) {
        Proxy proxy = new Proxy(contestant, setup, children);
        proxy.awaitFirst(host);
        return proxy;
    }

    /** Where a client connects that asks for this host. */
    int port(String host) {
        return child.isPresent() ? setup.port() : setup.backends().getOrDefault(host, 0);
    }

    Optional<ProcessTree> tree() {
        return child.map(Child::tree);
    }

    double cpuMicros() {
        return tree().map(ProcessTree::cpuMicros).orElse(0.0);
    }

    void requireAlive() {
        child.ifPresent(Child::requireAlive);
    }

    /** Writes the config with one more host, and has it read. */
    void reload(int number) {
        contestant.write(setup.withUnused(number), directory);
        child.ifPresent(process -> process.signal(contestant.reloadSignal()));
    }

    /** Tries every millisecond whether a connection is served. */
    private void awaitFirst(String host) {
        byte[] hello = Hello.to(host);
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!served(port(host), hello)) {
            requireAlive();
            if (System.nanoTime() > deadline) {
                throw new BenchFailure(contestant.label() + " serves nothing. "
                        + child.map(Child::lastWords).orElse(""));
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static boolean served(int port, byte[] hello) {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
            socket.getOutputStream().write(hello);
            return socket.getInputStream().readNBytes(Backend.ANSWER).length == Backend.ANSWER;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        child.ifPresent(children::stop);
    }
}
