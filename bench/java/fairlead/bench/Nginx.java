package fairlead.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** nginx with its stream module, which reads the server name and maps it to an upstream. */
record Nginx(boolean tuned) implements Contestant {
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
        String hosts =
                setup.hosts().stream().map("        %s the_one;"::formatted).collect(Collectors.joining("\n"));
        return List.of(new ConfigFile("nginx.conf", """
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
                        tuned ? "        proxy_buffer_size 64k;\n" : "")));
    }
}
