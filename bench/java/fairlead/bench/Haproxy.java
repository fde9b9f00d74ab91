package fairlead.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * HAProxy in TCP mode, which looks at the server name before it chooses. With many hosts it gets them as maps. The
 * wildcards' map is asked for the name without its first label: its {@code map_end}, which would do for any depth as
 * Fairlead's wildcards do, compares one suffix after the other.
 *
 * <p>Tuned, it may splice; left to itself it would set aside descriptors for pipes that a fifth of the connections need.
 */
record Haproxy(boolean tuned, boolean masterWorker) implements Contestant {
    private static final int FEW = 10;

    @Override
    public String label() {
        return tuned ? "haproxy 64k" : "haproxy";
    }

    @Override
    public Group group() {
        return tuned ? Group.TUNED : Group.DEFAULT;
    }

    @Override
    public List<String> command(Path directory) {
        String config = directory.resolve("haproxy.cfg").toString();
        return masterWorker ? List.of("haproxy", "-W", "-f", config) : List.of("haproxy", "-db", "-f", config);
    }

    @Override
    public String reloadSignal() {
        return "USR2";
    }

    @Override
    public List<ConfigFile> config(Setup setup, Path directory) {
        if (setup.entry() != Setup.Entry.TLS) {
            return List.of(new ConfigFile("haproxy.cfg", http(setup)));
        }
        List<ConfigFile> files = new ArrayList<>();
        boolean few = setup.hosts().size() < FEW;
        files.add(new ConfigFile("haproxy.cfg", """
                global
                    nbthread 2
                %s
                defaults
                    mode tcp
                    timeout connect 5s
                    timeout client 1h
                    timeout server 1h
                %s
                frontend tls
                    bind 127.0.0.1:%d
                    tcp-request inspect-delay 5s
                    tcp-request content accept if { req.ssl_hello_type 1 }
                %s

                backend the_one
                %s
                """.formatted(
                        tuned ? buffersAndPipes() : "",
                        tuned ? "    option splice-auto\n" : "",
                        setup.port(),
                        few ? byRules(setup) : byMaps(directory),
                        servers(setup))));
        if (!few) {
            files.add(new ConfigFile("exact.map", map(setup, false)));
            files.add(new ConfigFile("wildcard.map", map(setup, true)));
        }
        return files;
    }

    /** Tuned, it may also send the first request of a connection over one to the backend that is there already. */
    private String http(Setup setup) {
        String redirect = "    http-request redirect scheme https code 307\n";
        return """
                global
                    nbthread 2
                %s
                defaults
                    mode http
                    option forwardfor
                    timeout connect 5s
                    timeout client 60s
                    timeout server 60s
                %s
                frontend web
                    bind 127.0.0.1:%d
                %s%s

                backend the_one
                    server one 127.0.0.1:%d
                """.formatted(
                        tuned ? buffersAndPipes() : "",
                        tuned ? "    option splice-auto\n    http-reuse always\n" : "",
                        setup.port(),
                        setup.entry() == Setup.Entry.REDIRECT ? redirect : "",
                        setup.hosts().stream()
                                .map("    use_backend the_one if { req.hdr(host),host_only -i %s }"::formatted)
                                .collect(Collectors.joining("\n")),
                        setup.backend());
    }

    private static String servers(Setup setup) {
        return setup.checks().map(Haproxy::checked).orElse("    server one 127.0.0.1:" + setup.backend());
    }

    /** No certificate is verified and the host is asked for by TLS, as by Fairlead. */
    private static String checked(Checks checks) {
        String tls = checks.kind() == Checks.Kind.TCP ? "" : " check-ssl verify none check-sni " + HttpsWorkload.HOST;
        String servers = checks.ports().stream()
                .map(port -> "    server on-%1$d 127.0.0.1:%1$d check inter 1s%2$s".formatted(port, tls))
                .collect(Collectors.joining("\n"));
        return checks.kind() == Checks.Kind.HTTPS ? "    option httpchk GET /\n" + servers : servers;
    }

    private static String buffersAndPipes() {
        return """
                    tune.bufsize 65536
                    maxpipes 200
                    maxconn %d
                """.formatted(Limits.connections());
    }

    private static String byRules(Setup setup) {
        return setup.hosts().stream()
                .map("    use_backend the_one if { req.ssl_sni -i %s }"::formatted)
                .collect(Collectors.joining("\n"));
    }

    private static String byMaps(Path directory) {
        return """
                    use_backend %%[req.ssl_sni,lower,map_str(%1$s/exact.map)] \
                        if { req.ssl_sni,lower,map_str(%1$s/exact.map) -m found }
                    use_backend %%[req.ssl_sni,lower,field(2,.,0),map_str(%1$s/wildcard.map)]""".formatted(directory);
    }

    private static String map(Setup setup, boolean wildcards) {
        return setup.hosts().stream()
                .filter(host -> host.startsWith("*.") == wildcards)
                .map(host -> host.replace("*.", "") + " the_one\n")
                .collect(Collectors.joining());
    }
}
