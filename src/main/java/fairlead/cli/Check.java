package fairlead.cli;

import fairlead.config.BackendConfig;
import fairlead.config.Config;
import fairlead.config.ConfigFile;
import fairlead.config.ForwardingRule;
import fairlead.config.HttpConfig;
import fairlead.config.LoadBalancerConfig;
import fairlead.config.Problem;
import fairlead.config.Protocol;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** {@code check}: says what a config file means, or everything that is wrong with it. */
final class Check {
    private Check() {}

    static int run(Path file) {
        return switch (ConfigFile.load(file)) {
            case ConfigFile.Result.Valid valid -> {
                Config config = valid.config();
                System.out.println(
                        file + " is valid: " + count(config.loadBalancers().size(), "load balancer"));
                config.loadBalancers().forEach(loadBalancer -> System.out.println("  " + summary(loadBalancer)));
                yield Main.OK;
            }
            case ConfigFile.Result.Invalid invalid -> {
                print(file, invalid.problems(), System.out);
                yield Main.CONFIG_PROBLEMS;
            }
        };
    }

    static void print(Path file, List<Problem> problems, PrintStream out) {
        out.println(file + " has " + count(problems.size(), "problem") + ":");
        problems.forEach(problem -> out.println("  " + problem));
    }

    private static String summary(LoadBalancerConfig loadBalancer) {
        String hosts = loadBalancer.hosts().isEmpty() ? "any host" : String.join(", ", loadBalancer.hosts());
        String rules = loadBalancer.forwardingRules().stream()
                .map(rule -> summary(rule, loadBalancer.http()))
                .collect(Collectors.joining(", "));
        String backends =
                loadBalancer.backends().stream().map(BackendConfig::name).collect(Collectors.joining(", "));
        return "%s: %s; %s; backends %s"
                .formatted(loadBalancer.name(), hosts, rules, backends.isEmpty() ? "none" : backends);
    }

    private static String summary(ForwardingRule rule, HttpConfig http) {
        String entry = rule.entryProtocol().word() + ' ' + rule.entryPort();
        if (rule.entryProtocol() == Protocol.HTTP && http.redirect()) {
            return entry + " redirected to https";
        }
        return entry + " -> " + rule.targetPort() + (rule.tlsPassthrough() ? " passthrough" : "");
    }

    /** {@code 1 backend}, {@code 2 backends}. */
    static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
