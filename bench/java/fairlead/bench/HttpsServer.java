package fairlead.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** An nginx that ends TLS and answers every request with 1 KiB: a real backend, or several. */
final class HttpsServer {
    private static final Pattern COUNTS = Pattern.compile("requests\\s+(\\d+)");

    final List<Integer> ports;
    final int port;
    final Child child;
    private final int statusPort;

    HttpsServer(Children children) {
        this(children, 1);
    }

    /** On so many ports. */
    HttpsServer(Children children, int count) {
        List<Integer> free = Programs.freePorts(count + 1);
        ports = free.subList(0, count);
        port = ports.getFirst();
        statusPort = free.getLast();
        Path directory = children.directory("https");
        Programs.output(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "30",
                "-subj",
                "/CN=localhost",
                "-keyout",
                directory.resolve("key.pem").toString(),
                "-out",
                directory.resolve("cert.pem").toString());
        Path config = directory.resolve("nginx.conf");
        try {
            Files.writeString(config, config());
        } catch (IOException e) {
            throw new BenchFailure("cannot write " + config, e);
        }
        child = children.start("nginx with https", directory, Nginx.commandIn(directory));
    }

    /** Connections that were accepted so far. */
    long accepted() {
        try (InputStream answer =
                URI.create("http://127.0.0.1:" + statusPort + "/").toURL().openStream()) {
            Matcher counts = COUNTS.matcher(new String(answer.readAllBytes(), US_ASCII));
            if (!counts.find()) {
                throw new BenchFailure("nginx with https does not say what it has accepted");
            }
            return Long.parseLong(counts.group(1));
        } catch (IOException e) {
            throw new BenchFailure("nginx with https does not answer. " + child.lastWords(), e);
        }
    }

    private String config() {
        String listen = ports.stream()
                .map("            listen 127.0.0.1:%d ssl;"::formatted)
                .collect(Collectors.joining("\n"));
        return """
                daemon off;
                worker_processes 2;
                worker_rlimit_nofile %d;
                pid nginx.pid;
                events {
                    worker_connections 4096;
                }
                http {
                    access_log off;
                %s
                    keepalive_requests 1000000000;
                    server {
                %s
                        ssl_certificate cert.pem;
                        ssl_certificate_key key.pem;
                        default_type text/plain;
                        location / {
                            return 200 "%s";
                        }
                    }
                    server {
                        listen 127.0.0.1:%d;
                        location / {
                            stub_status;
                        }
                    }
                }
                """.formatted(Limits.descriptors(), Nginx.TEMPORARY, listen, "x".repeat(1024), statusPort);
    }
}
