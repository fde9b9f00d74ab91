package fairlead.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An nginx that serves two pages over plain HTTP: a real backend. */
final class WebServer {
    static final String HOST = "localhost"; // wrk asks for the name it connects to

    /** A page of 1 KiB. */
    static final String SMALL = "/small.html";

    /** One of 100 KiB. */
    static final String PAGE = "/page.html";

    final int port = Programs.freePort();
    final Child child;

    WebServer(Children children) {
        Path directory = children.directory("web");
        Path pages = directory.resolve("pages");
        try {
            Files.createDirectories(pages);
            Files.writeString(Path.of(pages + SMALL), "x".repeat(1 << 10));
            Files.writeString(Path.of(pages + PAGE), "x".repeat(100 << 10));
            Files.writeString(directory.resolve("nginx.conf"), config());
        } catch (IOException e) {
            throw new BenchFailure("cannot write into " + directory, e);
        }
        child = children.start("nginx with http", directory, Nginx.commandIn(directory));
    }

    private String config() {
        return """
                %s
                daemon off;
                worker_processes 2;
                worker_rlimit_nofile %d;
                pid nginx.pid;
                error_log error.log;
                events {
                    worker_connections 4096;
                }
                http {
                    access_log off;
                %s
                    keepalive_requests 1000000000;
                    sendfile on;
                    tcp_nopush on;
                    open_file_cache max=10;
                    default_type text/html;
                    server {
                        listen 127.0.0.1:%d;
                        root pages;
                    }
                }
                """.formatted(Nginx.USER, Limits.descriptors(), Nginx.TEMPORARY, port);
    }
}
