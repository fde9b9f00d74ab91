package fairlead.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** nginx with its stream module, which reads the server name and maps it to an upstream. */
record Nginx(boolean tuned) implements Contestant {
    /** Where its http module may put what does not fit into memory: by default where only root may. */
    static final String TEMPORARY = """
                client_body_temp_path body;
                proxy_temp_path proxy;
                fastcgi_temp_path fastcgi;
                uwsgi_temp_path uwsgi;
                scgi_temp_path scgi;
            """.stripTrailing();

    /** Workers of root's nginx otherwise run as somebody who cannot enter the directory. For others it does nothing. */
    static final String USER = "user root;";

    @Override
    public String label() {
        return tuned ? "nginx 64k" : "nginx";
    }

    @Override
    public Group group() {
        return tuned ? Group.TUNED : Group.DEFAULT;
    }

    @Override
    public List<String> command(Path directory) {
        return commandIn(directory);
    }

    /** Starts an nginx whose config is {@code nginx.conf} in this directory. */
    static List<String> commandIn(Path directory) {
        return List.of(
                "nginx",
                "-p",
                directory.toString(),
                "-e",
                directory.resolve("error.log").toString(),
                "-c",
                directory.resolve("nginx.conf").toString());
    }

    @Override
    public String reloadSignal() {
        return "HUP";
    }

    @Override
    public List<ConfigFile> config(Setup setup, Path directory) {
        return List.of(new ConfigFile("nginx.conf", setup.entry() == Setup.Entry.TLS ? stream(setup) : http(setup)));
    }

    private String stream(Setup setup) {
        String hosts =
                setup.hosts().stream().map("        %s the_one;"::formatted).collect(Collectors.joining("\n"));
        return """
                %s
                daemon off;
                worker_processes 2;
                worker_rlimit_nofile %d;
                pid nginx.pid;
                error_log error.log;
                events {
                    worker_connections %d;
                %s}
                stream {
                    access_log off;
                    map_hash_max_size 65536;
                    map_hash_bucket_size 128;
                    map $ssl_preread_server_name $upstream {
                        hostnames;
                %s
                    }
                    upstream the_one { server 127.0.0.1:%d; }
                    server {
                        listen 127.0.0.1:%d%s;
                        ssl_preread on;
                        proxy_pass $upstream;
                %s    }
                }
                """.formatted(
                        String.join("\n", Programs.streamModule()),
                        Limits.descriptors(),
                        Limits.descriptors() - 100,
                        tuned ? "    multi_accept on;\n" : "",
                        hosts,
                        setup.backend(),
                        setup.port(),
                        tuned ? " reuseport" : "",
                        tuned ? "        proxy_buffer_size 64k;\n" : "");
    }

    /** It closes connections to clients after 1,000 requests if it is not told otherwise; those to the backend, too. */
    private String http(Setup setup) {
        return """
                %s
                daemon off;
                worker_processes 2;
                worker_rlimit_nofile %d;
                pid nginx.pid;
                error_log error.log;
                events {
                    worker_connections %d;
                %s}
                http {
                    access_log off;
                %s
                %s    upstream the_one {
                        server 127.0.0.1:%d;
                        keepalive 64;
                %s    }
                    server {
                        listen 127.0.0.1:%d%s;
                        server_name %s;
                        location / {
                %s
                        }
                    }
                }
                """.formatted(
                        USER,
                        Limits.descriptors(),
                        Limits.descriptors() - 100,
                        tuned ? "    multi_accept on;\n" : "",
                        TEMPORARY,
                        tuned ? forLongConnections() : "",
                        setup.backend(),
                        tuned ? "        keepalive_requests 1000000000;\n" : "",
                        setup.port(),
                        tuned ? " reuseport" : "",
                        String.join(" ", setup.hosts()),
                        setup.entry() == Setup.Entry.REDIRECT
                                ? "            return 307 https://$host$request_uri;"
                                : passing());
    }

    private static String forLongConnections() {
        return """
                    keepalive_requests 1000000000;
                    tcp_nodelay on;
                    proxy_buffer_size 64k;
                    proxy_buffers 4 64k;
                """.indent(0);
    }

    private static String passing() {
        return """
                proxy_pass http://the_one;
                proxy_http_version 1.1;
                proxy_set_header Connection "";
                proxy_set_header Host $http_host;
                proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                """.indent(12).stripTrailing();
    }
}
