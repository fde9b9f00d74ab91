package fairlead.admin.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Map;

/** Metric families, each made at once of its values by labels. */
final class Family {
    private Family() {}

    /**
     * What only grows.
     *
     * @param name without {@code _total}, which is added
     */
    static MetricSnapshot counter(String name, String help, Map<Labels, ? extends Number> values) {
        CounterSnapshot.Builder family = CounterSnapshot.builder().name(name).help(help);
        values.forEach((labels, value) -> family.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                .labels(labels)
                .value(value.doubleValue())
                .build()));
        return family.build();
    }

    static MetricSnapshot counter(String name, String help, Number value) {
        return counter(name, help, Map.of(Labels.EMPTY, value));
    }

    /** What goes up and down. */
    static MetricSnapshot gauge(String name, String help, Map<Labels, ? extends Number> values) {
        GaugeSnapshot.Builder family = GaugeSnapshot.builder().name(name).help(help);
        values.forEach((labels, value) -> family.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                .labels(labels)
                .value(value.doubleValue())
                .build()));
        return family.build();
    }

    static MetricSnapshot gauge(String name, String help, Number value) {
        return gauge(name, help, Map.of(Labels.EMPTY, value));
    }

    /**
     * What is known by its labels.
     *
     * @param name without {@code _info}, which is added
     */
    static MetricSnapshot info(String name, String help, Labels labels) {
        return InfoSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(InfoSnapshot.InfoDataPointSnapshot.builder()
                        .labels(labels)
                        .build())
                .build();
    }

    /** How often values fell between bounds. */
    static MetricSnapshot histogram(String name, String help, Map<Labels, Buckets> values) {
        HistogramSnapshot.Builder family =
                HistogramSnapshot.builder().name(name).help(help);
        values.forEach((labels, buckets) -> family.dataPoint(HistogramSnapshot.HistogramDataPointSnapshot.builder()
                .labels(labels)
                .classicHistogramBuckets(buckets.classic())
                .sum(buckets.sum())
                .build()));
        return family.build();
    }

    /** What has been counted for one histogram; grows until it is written. */
    static final class Buckets {
        private final double[] bounds;
        private final long[] counts;
        private double sum;

        /**
         * Empty ones.
         *
         * @param bounds upper ones of all but the last
         */
        Buckets(List<Double> bounds) {
            this.bounds = new double[bounds.size() + 1];
            for (int i = 0; i < bounds.size(); i++) {
                this.bounds[i] = bounds.get(i);
            }
            this.bounds[bounds.size()] = Double.POSITIVE_INFINITY;
            this.counts = new long[bounds.size() + 1];
        }

        void add(long[] more, double moreSum) {
            for (int i = 0; i < counts.length; i++) {
                counts[i] += more[i];
            }
            sum += moreSum;
        }

        private ClassicHistogramBuckets classic() {
            return ClassicHistogramBuckets.of(bounds, counts);
        }

        private double sum() {
            return sum;
        }
    }
}
