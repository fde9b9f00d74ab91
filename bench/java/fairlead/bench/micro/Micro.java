package fairlead.bench.micro;

import java.io.PrintStream;
import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the micro-benchmarks, each in JVMs of its own with the flags of a server, and prints one row for each. */
public final class Micro {
    private static final String[] JVM = {"-XX:+UseSerialGC", "-Xms64m", "-Xmx256m"};
    private static final TimeValue ITERATION = TimeValue.milliseconds(500);

    private Micro() {}

    /** Takes regular expressions for the names of benchmarks; none, or an empty one, is all of them. */
    public static void main(String[] names) throws RunnerException {
        String chosen = String.join("|", names);
        Options options = new OptionsBuilder()
                .include("^fairlead\\.bench\\.micro\\..*(" + chosen + ")")
                .jvmArgs(JVM)
                .forks(2)
                .warmupIterations(4)
                .warmupTime(ITERATION)
                .measurementIterations(5)
                .measurementTime(ITERATION)
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .build();
        print(new Runner(options).run(), System.out);
    }

    private static void print(Collection<RunResult> results, PrintStream out) {
        out.printf("%n| %-58s | %10s | %9s | %8s |%n", "benchmark", "ns/op", "+-", "bytes/op");
        out.printf("|:%s|%s:|%s:|%s:|%n", "-".repeat(59), "-".repeat(11), "-".repeat(10), "-".repeat(9));
        for (RunResult result : results) {
            Result<?> time = result.getPrimaryResult();
            Result<?> allocated =
                    Objects.requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm"));
            out.printf(
                    Locale.ROOT,
                    "| %-58s | %10.1f | %9.1f | %8.0f |%n",
                    name(result.getParams()),
                    time.getScore(),
                    time.getScoreError(),
                    allocated.getScore());
        }
    }

    /** {@code RoutingBenchmark.match exact}. */
    private static String name(BenchmarkParams params) {
        String method =
                params.getBenchmark().substring(Micro.class.getPackageName().length() + 1);
        return params.getParamsKeys().stream()
                .map(key -> " " + params.getParam(key).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining("", method, ""));
    }
}
