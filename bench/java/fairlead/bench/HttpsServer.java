package fairlead.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An nginx that ends TLS and answers every request with 1 KiB: a real backend. */
final class HttpsServer {
    final int port = Programs.freePort();
    final Child child;

    HttpsServer(Children children) {
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

    private String config() {
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
                    client_body_temp_path body;
                    proxy_temp_path proxy;
                    fastcgi_temp_path fastcgi;
                    uwsgi_temp_path uwsgi;
                    scgi_temp_path scgi;
                    keepalive_requests 1000000000;
                    server {
                        listen 127.0.0.1:%d ssl;
                        ssl_certificate cert.pem;
                        ssl_certificate_key key.pem;
                        default_type text/plain;
                        location / {
                            return 200 "%s";
                        }
                    }
                }
                """.formatted(Limits.descriptors(), port, "x".repeat(1024));
    }
}
