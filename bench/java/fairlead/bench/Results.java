package fairlead.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/** The rows, and what is computed from them. */
record Results(List<Row> rows) {

    List<Contestant> contestants(String workload) {
        return rows.stream()
                .filter(row -> row.workload().equals(workload))
                .map(Row::contestant)
                .distinct()
                .toList();
    }

    /** The figures that a workload has, in the order of the report. */
    List<Figure> figures(String workload) {
        return Arrays.stream(Figure.values())
                .filter(figure -> rows.stream()
                        .anyMatch(row ->
                                row.workload().equals(workload) && row.figures().containsKey(figure)))
                .toList();
    }

    /** A figure of all rounds, in ascending order. */
    double[] sorted(String workload, Contestant contestant, Figure figure) {
        return rows.stream()
                .filter(row ->
                        row.workload().equals(workload) && row.contestant().equals(contestant))
                .map(row -> Optional.ofNullable(row.figures().get(figure)))
                .flatMap(Optional::stream)
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
    }

    OptionalDouble median(String workload, Contestant contestant, Figure figure) {
        double[] sorted = sorted(workload, contestant, figure);
        if (sorted.length == 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of((sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2);
    }

    /** The median of a contestant by its label. */
    OptionalDouble median(String workload, String label, Figure figure) {
        return contestants(workload).stream()
                .filter(contestant -> contestant.label().equals(label))
                .findFirst()
                .map(contestant -> median(workload, contestant, figure))
                .orElse(OptionalDouble.empty());
    }

    /** Fairlead's median divided by the best median of these peers: the highest throughput, else the lowest. */
    OptionalDouble ratio(String workload, Figure figure, List<Contestant.Group> peers) {
        DoubleStream medians = contestants(workload).stream()
                .filter(contestant -> peers.contains(contestant.group()))
                .map(contestant -> median(workload, contestant, figure))
                .flatMapToDouble(OptionalDouble::stream);
        OptionalDouble best = figure == Figure.THROUGHPUT ? medians.max() : medians.min();
        OptionalDouble ours = median(workload, new Fairlead(), figure);
        return best.isPresent() && ours.isPresent() && best.getAsDouble() > 0
                ? OptionalDouble.of(ours.getAsDouble() / best.getAsDouble())
                : OptionalDouble.empty();
    }

    /** Every row with all its figures, for programs. */
    String csv() {
        StringBuilder csv = new StringBuilder("workload,contestant,round");
        for (Figure figure : Figure.values()) {
            csv.append(',').append(figure.name().toLowerCase(Locale.ROOT));
        }
        for (Row row : rows) {
            csv.append('\n')
                    .append(row.workload())
                    .append(',')
                    .append(row.contestant().label());
            csv.append(',').append(row.round());
            for (Figure figure : Figure.values()) {
                csv.append(',');
                Optional.ofNullable(row.figures().get(figure)).ifPresent(csv::append);
            }
        }
        return csv.append('\n').toString();
    }
}
