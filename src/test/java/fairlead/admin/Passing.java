package fairlead.admin;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.proxy.TestBalancer;
import fairlead.tls.Hello;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A running Fairlead with one backend {@code shop/web-1}, and clients whose connections pass to it and stay open. */
public final class Passing implements AutoCloseable {
    private final ServerSocket backend;
    private final TestAdmin admin;
    private final int port;
    private final List<Socket> sockets = new ArrayList<>();

    private Passing(ServerSocket backend, TestAdmin admin, int port) {
        this.backend = backend;
        this.admin = admin;
        this.port = port;
    }

    public static Passing start() throws IOException {
        return start(setup -> setup);
    }

    /** With more in its config. */
    public static Passing start(UnaryOperator<TestBalancer.Setup> more) throws IOException {
        ServerSocket backend = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        backend.setSoTimeout(20_000);
        TestBalancer.Setup setup = more.apply(TestBalancer.with().backend("web-1", backend.getLocalPort()));
        return new Passing(backend, TestAdmin.start(setup.json()), setup.port());
    }

    public TestAdmin admin() {
        return admin;
    }

    /** Of the listener. */
    public int port() {
        return port;
    }

    /** A connection that the listener has accepted, and that says nothing. */
    public Socket knock() throws IOException {
        Socket client = new Socket();
        sockets.add(client);
        client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
        client.setSoTimeout(20_000);
        return client;
    }

    /** A connection for this host that the backend has; closing the client ends it. */
    public Socket come(String host) throws IOException {
        byte[] hello = Hello.to(host).bytes();
        Socket client = knock();
        client.getOutputStream().write(hello);
        Socket server = backend.accept();
        sockets.add(server);
        assertThat(server.getInputStream().readNBytes(hello.length)).isEqualTo(hello);
        Thread.ofVirtual().start(() -> discard(server));
        return client;
    }

    /** The answer to a request that succeeds. */
    public JsonNode get(String path) throws Exception {
        HttpResponse<String> response = admin.get(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(response.body());
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        backend.close();
        admin.close();
    }

    private static void discard(Socket server) {
        try (server) {
            server.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // the other side broke off
        }
    }
}
