package fairlead.bench;

import static fairlead.bench.Contestant.Group.DEFAULT;
import static fairlead.bench.Contestant.Group.TUNED;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** The results as tables. */
final class Report {
    private static final double DISTURBED_PERCENT = 10;

    private final Results results;
    private final List<Workload> workloads;

    Report(Results results, List<Workload> workloads) {
        this.results = results;
        this.workloads = workloads.stream()
                .filter(workload -> !results.contestants(workload.name()).isEmpty())
                .toList();
    }

    /** One workload: medians over the rounds, and the spread of what counts most. */
    String table(Workload workload) {
        List<Figure> figures = results.figures(workload.name());
        Figure main = figures.getFirst();
        List<String> titles = new ArrayList<>(List.of("contestant"));
        figures.forEach(figure -> titles.add(workload.unit().title(figure)));
        titles.add(1 + figures.indexOf(main) + 1, "min..max");
        Table table = new Table(titles);
        for (Contestant contestant : results.contestants(workload.name())) {
            List<String> cells = new ArrayList<>(List.of(contestant.label()));
            for (Figure figure : figures) {
                cells.add(text(figure, results.median(workload.name(), contestant, figure)));
            }
            double[] all = results.sorted(workload.name(), contestant, main);
            cells.add(
                    1 + figures.indexOf(main) + 1,
                    all.length == 0 ? "" : main.text(all[0]) + ".." + main.text(all[all.length - 1]));
            table.add(cells);
        }
        return "### " + workload.name() + "\n\n" + workload.description() + "\n\n" + table;
    }

    /** Fairlead beside the best of the others. */
    String summary() {
        Table table = new Table(List.of(
                "workload",
                "throughput",
                "p50",
                "p99",
                "CPU / defaults",
                "CPU / tuned"));
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

    /** What the reader has to know before believing the figures; empty when nothing is wrong. */
    String warnings() {
        StringBuilder warnings = new StringBuilder();
        for (Workload workload : workloads) {
            for (Contestant contestant : results.contestants(workload.name())) {
                double failed = 0;
                for (double each : results.sorted(workload.name(), contestant, Figure.FAILED)) {
                    failed += each;
                }
                if (failed > 0) {
                    warnings.append("**FAILED: %.0f in %s with %s.**%n"
                            .formatted(failed, workload.name(), contestant.label()));
                }
                double others = results.median(workload.name(), contestant, Figure.OTHERS).orElse(0);
                if (others > DISTURBED_PERCENT) {
                    warnings.append("Disturbed: others took %.0f %% of a core in %s with %s.%n"
                            .formatted(others, workload.name(), contestant.label()));
                }
            }
        }
        return warnings.toString();
    }

    private String ratio(Workload workload, Figure figure, List<Contestant.Group> peers) {
        return text(Figure.CPU, results.ratio(workload.name(), figure, peers));
    }

    private static String text(Figure figure, OptionalDouble value) {
        return value.isPresent() ? figure.text(value.getAsDouble()) : "";
    }
}
