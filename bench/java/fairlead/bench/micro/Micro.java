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
import org.openjdk.jmh.util.Statistics;

/** Runs the micro-benchmarks, each in JVMs of its own with the flags of a server, and prints a row for each. */
public final class Micro {
    private static final String[] JVM = {"-XX:+UseSerialGC", "-Xms64m", "-Xmx256m"};
    private static final String PROGRESS = "target/micro.log";

    private Micro() {}

    /** Takes a regular expression for the names of benchmarks, an empty one for all of them. */
    public static void main(String[] arguments) throws RunnerException {
        System.out.println("About five minutes for all. What JMH says meanwhile: " + PROGRESS);
        Options options = new OptionsBuilder()
                .include("\\.micro\\..*(" + String.join("|", arguments) + ")")
                .jvmArgs(JVM)
                .forks(2)
                .warmupIterations(4)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(30)
                .measurementTime(TimeValue.milliseconds(50))
                .timeout(TimeValue.seconds(30))
                .addProfiler(GCProfiler.class)
                .output(PROGRESS)
                .shouldFailOnError(true)
                .build();
        print(new Runner(options).run(), System.out);
    }

    /** Iterations are many and short, so that on a busy machine some are not disturbed: the best of them is the figure. */
    private static void print(Collection<RunResult> results, PrintStream out) {
        out.printf("%n| %-46s | %9s | %9s | %9s | %8s |%n", "benchmark", "best ns", "median", "worst", "bytes");
        out.printf("|:%1$s|%2$s:|%2$s:|%2$s:|%3$s:|%n", "-".repeat(47), "-".repeat(10), "-".repeat(9));
        for (RunResult result : results) {
            Statistics times = result.getPrimaryResult().getStatistics();
            Result<?> allocated =
                    Objects.requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm"));
            out.printf(
                    Locale.ROOT,
                    "| %-46s | %9.0f | %9.0f | %9.0f | %8.0f |%n",
                    name(result.getParams()),
                    times.getMin(),
                    times.getPercentile(50),
                    times.getMax(),
                    allocated.getScore());
        }
    }

    /** The method and its parameters: {@code Routing.match exact}. */
    private static String name(BenchmarkParams params) {
        String method = params.getBenchmark()
                .substring(Micro.class.getPackageName().length() + 1)
                .replace("Benchmark.", ".");
        return params.getParamsKeys().stream()
                .map(key -> " " + params.getParam(key).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining("", method, ""));
    }
}
