package fairlead.proxy;

import fairlead.tls.Hello;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/** Both ends of one connection in a test's hands, with the real balancer between them and the hello behind them. */
final class Ends implements AutoCloseable {
    static final byte[] HELLO = Hello.to("shop.example.com").bytes();

    private final ServerSocket server;
    private final TestBalancer balancer;
    private final Socket client;
    private final Socket backend;

    private Ends(ServerSocket server, TestBalancer balancer, Socket client, Socket backend) {
        this.server = server;
        this.balancer = balancer;
        this.client = client;
        this.backend = backend;
    }

    /** Something that moves bytes while the test does something else. */
    interface Work {
        void run() throws IOException;
    }

    /** Connected, with these members of the load balancer. */
    @SuppressWarnings("resource") // the Ends close them
    static Ends open(String... members) throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        TestBalancer balancer = TestBalancer.with()
                .backend("web-1", server.getLocalPort())
                .lb(members)
                .start();
        return connect(server, balancer);
    }

    /** One more connection the same way; closing either closes what they share. */
    Ends another() throws IOException {
        return connect(server, balancer);
    }

    private static Ends connect(ServerSocket server, TestBalancer balancer) throws IOException {
        Socket client = balancer.connect();
        client.getOutputStream().write(HELLO);
        server.setSoTimeout(20_000);
        Socket backend = server.accept();
        backend.setSoTimeout(20_000);
        if (!Arrays.equals(backend.getInputStream().readNBytes(HELLO.length), HELLO)) {
            throw new AssertionError("the backend got another hello");
        }
        return new Ends(server, balancer, client, backend);
    }

    Socket client() {
        return client;
    }

    Socket backend() {
        return backend;
    }

    TestBalancer balancer() {
        return balancer;
    }

    /** Runs it on a thread of its own; joining the future rethrows what went wrong. */
    static CompletableFuture<Void> meanwhile(Work work) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                task -> Thread.ofVirtual().name("meanwhile").start(task));
    }

    /** Closes with a RST. */
    static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        client.close();
        backend.close();
        server.close();
        balancer.close();
    }
}
