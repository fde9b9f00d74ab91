package fairlead.e2e;

import static org.assertj.core.api.Assertions.fail;

import fairlead.support.FreePort;
import fairlead.support.TestCertificate;
import fairlead.support.Tools;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** A server program of this machine, in a process and a directory of its own, on the loopback addresses. */
public final class Server implements AutoCloseable {
    private final Path directory;
    private final Process process;
    private final int port;

    private Server(Path directory, List<String> command, int port) throws IOException {
        this.directory = directory;
        this.port = port;
        this.process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile())
                .start();
    }

    /** {@code openssl s_server}, which answers every request with a page about the TLS session. */
    static Server openssl(TestCertificate certificate) throws IOException {
        int port = FreePort.pick();
        Server server = new Server(
                Files.createTempDirectory("fairlead-openssl-"),
                List.of(
                        Tools.require("openssl"),
                        "s_server",
                        "-accept",
                        "127.0.0.1:" + port,
                        "-cert",
                        certificate.certificateFile().toString(),
                        "-key",
                        certificate.keyFile().toString(),
                        "-www"),
                port);
        server.awaitListening();
        return server;
    }

    /** nginx with HTTP/2, which answers with the protocol, the client's address and the TLS version it saw. */
    static Server nginx(TestCertificate certificate) throws IOException {
        return nginx(certificate, "");
    }

    /** {@link #nginx} that wants a PROXY header first, and answers with the addresses it names. */
    static Server nginxBehindProxyProtocol(TestCertificate certificate) throws IOException {
        return nginx(certificate, "proxy_protocol");
    }

    private static Server nginx(TestCertificate certificate, String proxyProtocol) throws IOException {
        String program = Tools.require("nginx");
        int port = FreePort.pick();
        Path directory = Files.createTempDirectory("fairlead-nginx-");
        String client = proxyProtocol.isEmpty() ? "remote" : "proxy_protocol";
        Path config = Files.writeString(directory.resolve("nginx.conf"), """
                daemon off;
                master_process off;
                pid nginx.pid;
                error_log stderr;
                events {}
                http {
                  access_log off;
                  client_body_temp_path body;
                  proxy_temp_path proxy;
                  fastcgi_temp_path fastcgi;
                  uwsgi_temp_path uwsgi;
                  scgi_temp_path scgi;
                  server {
                    listen 127.0.0.1:%1$d ssl http2 %2$s;
                    listen [::1]:%1$d ssl http2 %2$s;
                    ssl_certificate %3$s;
                    ssl_certificate_key %4$s;
                    ssl_protocols TLSv1.2 TLSv1.3;
                    default_type text/plain;
                    return 200 "nginx $server_protocol $ssl_protocol $%5$s_addr $%5$s_port\\n";
                  }
                }
                """.formatted(
                        port, proxyProtocol, certificate.certificateFile(), certificate.keyFile(), client));
        Server server = new Server(
                directory, List.of(program, "-e", "stderr", "-p", directory.toString(), "-c", config.toString()), port);
        server.awaitListening();
        return server;
    }

    /** {@code openssl s_server} with options of the test's own: what it serves, and how. */
    static Server openssl(String... options) throws IOException {
        int port = FreePort.pick();
        List<String> command =
                new ArrayList<>(List.of(Tools.require("openssl"), "s_server", "-accept", "127.0.0.1:" + port, "-www"));
        command.addAll(List.of(options));
        Server server = new Server(Files.createTempDirectory("fairlead-openssl-"), command, port);
        server.awaitListening();
        return server;
    }

    /**
     * nginx with one server of the test's own, which listens on the port that {@code %PORT%} stands for. It prints its
     * log at level info, and writes its access log to the file {@code access}.
     */
    public static Server nginxWith(String directives) throws IOException {
        return nginxAt(FreePort.pick(), directives);
    }

    /** {@link #nginxWith} at a port where there was another before. */
    static Server nginxAt(int port, String directives) throws IOException {
        return nginxServing(port, "server {\n" + directives + "\n}");
    }

    /** {@link #nginxWith} where the test has whole {@code server} blocks. */
    static Server nginxServing(String blocks) throws IOException {
        return nginxServing(FreePort.pick(), blocks);
    }

    private static Server nginxServing(int port, String blocks) throws IOException {
        String program = Tools.require("nginx");
        Path directory = Files.createTempDirectory("fairlead-nginx-");
        Path config = Files.writeString(
                directory.resolve("nginx.conf"), """
                daemon off;
                master_process off;
                pid nginx.pid;
                error_log stderr info;
                events {}
                http {
                  log_format agent '$connection $ssl_protocol $status $http_user_agent';
                  access_log access agent;
                  client_body_temp_path body;
                  proxy_temp_path proxy;
                  fastcgi_temp_path fastcgi;
                  uwsgi_temp_path uwsgi;
                  scgi_temp_path scgi;
                  %s
                }
                """.formatted(blocks.replace("%PORT%", Integer.toString(port))));
        Server server = new Server(
                directory, List.of(program, "-e", "stderr", "-p", directory.toString(), "-c", config.toString()), port);
        server.awaitListening();
        return server;
    }

    public int port() {
        return port;
    }

    /** What it has printed so far. */
    String log() throws IOException {
        return Files.readString(directory.resolve("output"), StandardCharsets.ISO_8859_1);
    }

    /** The lines of nginx's access log so far. */
    public List<String> accessLog() throws IOException {
        return Files.readAllLines(directory.resolve("access"), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        Tools.end(process, directory);
    }

    private void awaitListening() throws IOException {
        try {
            Awaitility.await("server").atMost(Duration.ofSeconds(30)).until(() -> !process.isAlive() || answers());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        if (!process.isAlive()) {
            String output = Files.readString(directory.resolve("output"));
            close();
            fail("the server did not start: %s", output);
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
