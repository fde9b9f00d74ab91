package fairlead.stats;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** A server that a webhook points to: answers 200, or what the script says next, and can be made to hang. */
final class Receiver implements AutoCloseable {

    record Request(String path, String contentType, String userAgent, String body, int answer) {}

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<Integer> script = new ConcurrentLinkedQueue<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Semaphore gate = new Semaphore(1);
    private final HttpServer server;

    Receiver() throws IOException {
        this(0);
    }

    Receiver(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Statuses of the next answers. */
    Receiver answers(Integer... statuses) {
        script.addAll(List.of(statuses));
        return this;
    }

    /** Forgets the script. */
    void recovers() {
        script.clear();
    }

    /** From now on every answer hangs. */
    void hang() {
        gate.acquireUninterruptibly();
    }

    /** Answers hang no longer. */
    void goOn() {
        gate.release();
    }

    /** Whether an answer hangs. */
    boolean isHanging() {
        return gate.hasQueuedThreads();
    }

    URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    /** Everything answered. */
    List<Request> requests() {
        return List.copyOf(requests);
    }

    /** The bodies of what was taken. */
    List<String> taken() {
        return requests.stream()
                .filter(request -> request.answer == 200)
                .map(Request::body)
                .toList();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            gate.acquire();
            gate.release();
            Integer scripted = script.poll();
            int status = scripted == null ? 200 : scripted;
            requests.add(new Request(
                    exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders().getFirst("Content-Type"),
                    exchange.getRequestHeaders().getFirst("User-Agent"),
                    body,
                    status));
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            byte[] ok = "ok".getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(status, ok.length);
            exchange.getResponseBody().write(ok);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed while it was to hang
        }
    }
}
