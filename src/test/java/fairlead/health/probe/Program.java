package fairlead.health.probe;

import static org.assertj.core.api.Assertions.fail;

import fairlead.support.FreePort;
import fairlead.support.Tools;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** A server program of this machine on the loopback address, whose log a test can read. */
final class Program implements AutoCloseable {
    private static final String END = "-----END CERTIFICATE-----";

    private final Path directory;
    private final Process process;
    private final int port;

    private Program(Path directory, List<String> command, int port) throws IOException {
        this.directory = directory;
        this.port = port;
        this.process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile())
                .start();
        Awaitility.await("server")
                .pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(30))
                .until(() -> !process.isAlive() || answers());
        if (!process.isAlive()) {
            String output = log();
            close();
            fail("the server did not start: %s", output);
        }
    }

    /** {@code openssl s_server}, which serves the certificates of a file, leaf first, with options of the test's own. */
    static Program openssl(Path certificate, Path key, String... options) throws IOException {
        int port = FreePort.pick();
        Path directory = Files.createTempDirectory("fairlead-openssl-");
        List<String> command = new ArrayList<>(List.of(Tools.require("openssl"), "s_server", "-www", "-accept"));
        command.addAll(List.of("127.0.0.1:" + port, "-cert", certificate.toString(), "-key", key.toString()));
        String pem = Files.readString(certificate);
        String intermediates = pem.substring(pem.indexOf(END) + END.length());
        if (intermediates.contains(END)) {
            Path chain = Files.writeString(directory.resolve("chain.pem"), intermediates);
            command.addAll(List.of("-cert_chain", chain.toString()));
        }
        command.addAll(List.of(options));
        return new Program(directory, command, port);
    }

    /**
     * nginx, which answers /healthz alone, and logs all that concerns a client.
     *
     * @param listen more for its listen directive
     * @param protocols for its ssl_protocols directive
     */
    static Program nginx(Path certificate, Path key, String listen, String protocols) throws IOException {
        int port = FreePort.pick();
        Path directory = Files.createTempDirectory("fairlead-nginx-");
        Path config = Files.writeString(
                directory.resolve("nginx.conf"), """
                daemon off;
                master_process off;
                pid nginx.pid;
                error_log stderr info;
                events {}
                http {
                  access_log off;
                  client_body_temp_path body;
                  proxy_temp_path proxy;
                  fastcgi_temp_path fastcgi;
                  uwsgi_temp_path uwsgi;
                  scgi_temp_path scgi;
                  server {
                    listen 127.0.0.1:%d ssl %s;
                    ssl_certificate %s;
                    ssl_certificate_key %s;
                    ssl_protocols %s;
                    location / { return 404; }
                    location = /healthz { return 200 "fine"; }
                  }
                }
                """.formatted(port, listen, certificate, key, protocols));
        return new Program(
                directory,
                List.of(Tools.require("nginx"), "-e", "stderr", "-p", directory.toString(), "-c", config.toString()),
                port);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** What it has printed so far. */
    String log() throws IOException {
        return Files.readString(directory.resolve("output"), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        Tools.end(process, directory);
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
