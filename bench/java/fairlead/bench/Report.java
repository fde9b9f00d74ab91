package fairlead.bench;

import static fairlead.bench.Contestant.Group.DEFAULT;
import static fairlead.bench.Contestant.Group.TUNED;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The results as tables. */
final class Report {
    private static final double DISTURBED_PERCENT = 10;

    private final Results results;
    private final List<Workload> workloads;

    Report(Results results, List<Workload> workloads) {
        this.results = results;
        this.workloads = workloads;
    }

    /** What the columns mean. */
    static String legend() {
        return """
                Figures are medians over the rounds; min..max is the spread of the first one. CPU is that of the proxy alone,
                with all its processes, in user and kernel; a row "direct" has no proxy. "load", "backend" and "others" are
                CPU time of the two ends and of everything else on the machine, in percent of one core: with a load near 100
                it is the load that limits, and with others above %.0f the round was disturbed.
                """.formatted(DISTURBED_PERCENT);
    }

    /** One workload: medians over the rounds, and the spread of what counts most. */
    String table(Workload workload) {
        List<Figure> figures = results.figures(workload.name());
        if (figures.isEmpty()) {
            return "";
        }
        List<String> titles = new ArrayList<>(List.of("contestant"));
        figures.forEach(figure -> titles.add(workload.unit().title(figure)));
        titles.add(2, "min..max");
        Table table = new Table(titles);
        for (Contestant contestant : results.contestants(workload.name())) {
            List<String> cells = new ArrayList<>(List.of(contestant.label()));
            figures.forEach(figure -> cells.add(text(figure, results.median(workload.name(), contestant, figure))));
            cells.add(2, spread(figures.getFirst(), results.sorted(workload.name(), contestant, figures.getFirst())));
            table.add(cells);
        }
        return "### " + workload.name() + "\n\n" + workload.description() + "\n\n" + table + "\n" + failures(workload);
    }

    private static String spread(Figure figure, double[] sorted) {
        return sorted.length == 0 ? "" : figure.text(sorted[0]) + ".." + figure.text(sorted[sorted.length - 1]);
    }

    /** What must not have happened; empty when it has not. */
    private String failures(Workload workload) {
        StringBuilder failures = new StringBuilder();
        for (Contestant contestant : results.contestants(workload.name())) {
            double failed = Arrays.stream(results.sorted(workload.name(), contestant, Figure.FAILED))
                    .sum();
            if (failed > 0) {
                failures.append("**FAILED in %s with %s: %.0f connections or requests, in all rounds together.**%n"
                        .formatted(workload.name(), contestant.label(), failed));
            }
        }
        return failures.toString();
    }

    /** Fairlead beside the best of the others. */
    String summary() {
        Table table = new Table(List.of("workload", "throughput", "p50", "p99", "CPU / defaults", "CPU / tuned"));
        for (Workload workload : workloads) {
            if (results.figures(workload.name()).contains(Figure.THROUGHPUT)) {
                table.add(List.of(
                        workload.name(),
                        ratio(workload, Figure.THROUGHPUT, List.of(DEFAULT, TUNED)),
                        ratio(workload, Figure.P50, List.of(DEFAULT, TUNED)),
                        ratio(workload, Figure.P99, List.of(DEFAULT, TUNED)),
                        ratio(workload, Figure.CPU, List.of(DEFAULT)),
                        ratio(workload, Figure.CPU, List.of(TUNED))));
            }
        }
        return """
                ### Fairlead / best peer

                Fairlead's median divided by the best median among the peers: for throughput higher is better, for the rest
                lower. "CPU" is CPU time of the proxy for the same work, beside the peers as they come and as tuned.

                """ + table;
    }

    /** All that makes the figures doubtful, in one place; empty when nothing does. */
    String warnings() {
        StringBuilder warnings = new StringBuilder();
        workloads.forEach(workload -> warnings.append(failures(workload)));
        for (Workload workload : workloads) {
            double most = results.contestants(workload.name()).stream()
                    .map(contestant -> results.median(workload.name(), contestant, Figure.OTHERS))
                    .flatMapToDouble(OptionalDouble::stream)
                    .max()
                    .orElse(0);
            if (most > DISTURBED_PERCENT) {
                warnings.append(
                        "Disturbed: others took up to %.0f %% of a core in %s.%n".formatted(most, workload.name()));
            }
        }
        return warnings.isEmpty()
                ? ""
                : "### Warnings\n\n" + warnings.toString().replace("\n", "  \n");
    }

    /** The config of every contestant, as for a workload with one host, for each way in that was measured. */
    String configs() {
        StringBuilder text = new StringBuilder("### Configs\n\nHere with example ports.\n");
        workloads.stream().map(Workload::entry).distinct().forEach(entry -> text.append(configs(entry)));
        return text.toString();
    }

    private static String configs(Setup.Entry entry) {
        StringBuilder text = new StringBuilder();
        Setup setup = new Setup(8443, 9443, List.of(Setup.ECHO), Optional.empty(), entry);
        for (Contestant contestant : Contestant.all()) {
            for (Contestant.ConfigFile file : contestant.config(setup, Path.of(""))) {
                text.append("\n%s, `%s`:\n\n```\n%s```\n".formatted(contestant.label(), file.name(), file.text()));
            }
        }
        return text.toString();
    }

    private String ratio(Workload workload, Figure figure, List<Contestant.Group> peers) {
        return text(Figure.RATIO, results.ratio(workload.name(), figure, peers));
    }

    private static String text(Figure figure, OptionalDouble value) {
        return value.isPresent() ? figure.text(value.getAsDouble()) : "";
    }
}
