package fairlead.bench.ends;

import java.util.Locale;

/** What a command measured. Failures are connections that were refused, reset, ended early or gave no answer. */
record Figures(long done, double seconds, long failed, long retried, Histogram times) {

    static Figures of(long done, long startNanos, long failed) {
        return new Figures(done, (System.nanoTime() - startNanos) / 1e9, failed, 0, new Histogram());
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "done=%d\tseconds=%.6f\tfailed=%d\tretried=%d\tp50=%.1f\tp99=%.1f\tp999=%.1f",
                done,
                seconds,
                failed,
                retried,
                times.micros(50),
                times.micros(99),
                times.micros(99.9));
    }
}
