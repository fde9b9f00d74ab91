package fairlead.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Fairlead's jar with the flags of {@code bench/fairlead.flags}, and perhaps more. */
record Fairlead(String label, List<String> moreFlags) implements Contestant {
    private static final Path FLAGS = Path.of("bench/fairlead.flags");

    Fairlead() {
        this("fairlead", List.of());
    }

    @Override
    public Group group() {
        return Group.SUBJECT;
    }

    static List<String> recommendedFlags() {
        try {
            return List.of(Files.readString(FLAGS).strip().split("\\s+", -1));
        } catch (IOException e) {
            throw new BenchFailure("cannot read " + FLAGS, e);
        }
    }

    @Override
    public List<String> command(Path directory) {
        List<String> command = new ArrayList<>(List.of(Programs.jdk("java")));
        command.addAll(recommendedFlags());
        command.addAll(moreFlags);
        command.addAll(List.of("-jar", Programs.JAR.toString(), "serve"));
        command.add(directory.resolve("fairlead.json").toString());
        return command;
    }

    @Override
    public String reloadSignal() {
        return "HUP";
    }

    @Override
    public List<ConfigFile> config(Setup setup, Path directory) {
        String balancers =
                setup.hosts().stream().map(host -> balancer(setup, host)).collect(Collectors.joining(",\n"));
        return List.of(new ConfigFile("fairlead.json", """
                {
                  "admin": {"enabled": false},
                  "drain_timeout_seconds": 1,
                  "access_log": {"output": "off"},
                  "listeners": [{"port": %d, "address": "127.0.0.1"}],
                  "load_balancers": [
                %s
                  ]
                }
                """.formatted(setup.port(), balancers)));
    }

    private static String balancer(Setup setup, String host) {
        return """
                    {"name": "%s", "hosts": ["%s"],
                %s
                     "health_check": %s,
                     "backends": [%s]}""".formatted(host.replace("*.", "any."), host, rule(setup), check(setup), backends(setup));
    }

    private static String rule(Setup setup) {
        String rule = switch (setup.entry()) {
            case TLS -> """
                             "forwarding_rules": [{"entry_protocol": "https", "entry_port": %d,
                                                   "target_protocol": "https", "target_port": %d, "tls_passthrough": true}],""";
            case HTTP -> """
                             "forwarding_rules": [{"entry_protocol": "http", "entry_port": %d,
                                                   "target_protocol": "http", "target_port": %d}],""";
            case REDIRECT -> """
                             "redirect_http_to_https": true, "public_https_port": 443,
                             "forwarding_rules": [{"entry_protocol": "http", "entry_port": %d,
                                                   "target_protocol": "http", "target_port": %d}],""";
        };
        return rule.indent(5).stripTrailing().formatted(setup.port(), setup.backend());
    }

    private static String check(Setup setup) {
        return setup.checks()
                .map(checks -> """
                        {"protocol": "%s", "check_interval_seconds": 1}""".formatted(checks.kind().name().toLowerCase(Locale.ROOT)))
                .orElse("""
                        {"protocol": "none"}""");
    }

    private static String backends(Setup setup) {
        return setup.checks().map(Checks::ports).orElse(List.of(setup.backend())).stream()
                .map(port -> """
                        {"name": "on-%1$d", "address": "127.0.0.1", "port": %1$d}""".formatted(port))
                .collect(Collectors.joining(",\n"));
    }
}
