package fairlead.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import fairlead.bench.ends.Backend;
import fairlead.bench.ends.Hello;
import fairlead.bench.ends.Loopback;
import java.io.IOException;
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
    private static final int PATIENCE_MILLIS = 3000;

    final Contestant contestant;
    private final Setup setup;
    private final Children children;
    private final Path directory;
    private final Optional<Child> child;
    private final long startNanos;
    private long servedNanos;

    private Proxy(Contestant contestant, Setup setup, Children children) {
        this.contestant = contestant;
        this.setup = setup;
        this.children = children;
        this.directory = children.directory(contestant.label());
        contestant.write(setup, directory);
        List<String> command = contestant.command(directory);
        this.startNanos = System.nanoTime();
        this.child = command.isEmpty()
                ? Optional.empty()
                : Optional.of(children.start(contestant.label(), directory, command));
    }

    /** Starts it before these backends; it has served a connection to the given host when this returns. */
    static Proxy start(Contestant contestant, Setup setup, Children children, String host) {
        Proxy proxy = new Proxy(contestant, setup, children);
        proxy.awaitFirst(host);
        return proxy;
    }

    /** Where a client connects. */
    int port() {
        return child.isPresent() ? setup.port() : setup.backend();
    }

    /** From the start of the process to the end of the first connection. */
    double startMillis() {
        return (servedNanos - startNanos) / 1e6;
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

    long pid() {
        return child.map(process -> process.process().pid()).orElse(0L);
    }

    /** Writes the config with one more host, and has it read. */
    void reload(int number) {
        contestant.write(setup.withUnused(number), directory);
        child.ifPresent(process -> process.signal(contestant.reloadSignal()));
    }

    /** Tries every millisecond whether a connection is served. */
    private void awaitFirst(String host) {
        byte[] first = first(host);
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!served(port(), first)) {
            requireAlive();
            if (System.nanoTime() > deadline) {
                throw new BenchFailure(contestant.label() + " serves nothing. "
                        + child.map(Child::lastWords).orElse(""));
            }
            LockSupport.parkNanos(1_000_000);
        }
        servedNanos = System.nanoTime();
    }

    private byte[] first(String host) {
        return switch (setup.entry()) {
            case TLS -> Hello.to(host);
            case HTTP, REDIRECT ->
                ("GET " + WebServer.SMALL + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                        .getBytes(US_ASCII);
        };
    }

    private boolean served(int port, byte[] first) {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.connect(Loopback.port(port));
            socket.getOutputStream().write(first);
            byte[] answer = socket.getInputStream().readNBytes(Backend.ANSWER);
            return answer.length == Backend.ANSWER && !(setup.entry() != Setup.Entry.TLS && isFailure(answer));
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether it has no backend yet: a status from 500. */
    private static boolean isFailure(byte[] response) {
        return response["HTTP/1.1 ".length()] == '5';
    }

    @Override
    public void close() {
        child.ifPresent(process -> children.stop(process, PATIENCE_MILLIS));
    }

    /** Gives it time for what it does when it is asked to end, such as writing an archive of classes. */
    void closeSlowly() {
        child.ifPresent(process -> children.stop(process, 10 * PATIENCE_MILLIS));
    }
}
