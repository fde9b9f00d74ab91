package fairlead.cli;

import fairlead.config.Config;
import fairlead.config.ConfigFile;
import fairlead.health.BackendStatus;
import fairlead.health.BackendStatus.Condition;
import fairlead.health.Survey;
import fairlead.health.dns.Resolver;
import fairlead.health.finding.Finding;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** {@code check --backends}: says how the backends of a config file stand, and what is wrong with what they serve. */
final class BackendReport {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private BackendReport() {}

    static int run(Path file) {
        return switch (ConfigFile.load(file)) {
            case ConfigFile.Result.Valid valid -> {
                Logging.silence(); // what is found is printed here
                yield print(look(valid.config()));
            }
            case ConfigFile.Result.Invalid invalid -> {
                Check.print(file, invalid.problems(), System.out);
                yield Main.CONFIG_PROBLEMS;
            }
        };
    }

    private static Survey look(Config config) {
        return Survey.of(config, Resolver.SYSTEM, PATIENCE);
    }

    private static int print(Survey survey) {
        System.out.println();
        int names = width(survey.backends().stream().map(BackendReport::label).toList());
        int addresses =
                width(survey.backends().stream().map(BackendStatus::address).toList());
        for (BackendStatus backend : survey.backends()) {
            System.out.printf(
                    Locale.ROOT,
                    "%-" + names + "s  %-" + addresses + "s  %s%n",
                    label(backend),
                    backend.address(),
                    backend.text() + latency(backend));
        }
        System.out.println();
        if (survey.findings().isEmpty()) {
            System.out.println("Nothing else was found.");
        }
        for (Finding finding : survey.findings()) {
            System.out.printf(
                    Locale.ROOT,
                    "%-8s  %s: %s%n",
                    finding.severity().word(),
                    finding.loadBalancer().orElse("-")
                            + finding.backend().map(name -> "/" + name).orElse(""),
                    finding.text());
        }
        boolean down = survey.backends().stream().anyMatch(backend -> backend.condition() == Condition.DOWN);
        boolean critical =
                survey.findings().stream().anyMatch(finding -> finding.severity() == Finding.Severity.CRITICAL);
        return down || critical ? Main.NOT_WELL : Main.OK;
    }

    private static String label(BackendStatus backend) {
        return backend.loadBalancer() + "/" + backend.name();
    }

    /** What the last check took, of those that passed. */
    private static String latency(BackendStatus backend) {
        List<BackendStatus.Result> checks = backend.checks();
        if (checks.isEmpty()) {
            return backend.condition() == Condition.UP ? " (not checked)" : "";
        }
        BackendStatus.Result last = checks.getLast();
        return last.failure().isPresent()
                ? ""
                : " (%d ms)".formatted(last.latency().toMillis());
    }

    private static int width(List<String> texts) {
        return texts.stream().mapToInt(String::length).max().orElse(1);
    }
}
