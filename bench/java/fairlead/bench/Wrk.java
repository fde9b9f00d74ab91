package fairlead.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * wrk, which asks for one page again and again.
 *
 * @param connections at the same time
 * @param keepAlive false for a connection for each request
 */
record Wrk(String url, int connections, boolean keepAlive) {

    /** Has wrk print what it counted where a program can read it; costs nothing while it runs. */
    private static final String SCRIPT = """
            function done(summary, latency, requests)
              local e = summary.errors
              print(string.format("figures done=%d seconds=%f failed=%d p50=%f p99=%f p999=%f",
                summary.requests, summary.duration / 1e6, e.connect + e.read + e.write + e.status + e.timeout,
                latency:percentile(50), latency:percentile(99), latency:percentile(99.9)))
            end
            """;

    /** Runs it and gives what it measured. */
    Map<String, Double> run(Children children, double seconds) {
        Path script = children.directory("wrk").resolve("figures.lua");
        try {
            Files.writeString(script, SCRIPT);
        } catch (IOException e) {
            throw new BenchFailure("cannot write " + script, e);
        }
        String header = "Connection: " + (keepAlive ? "keep-alive" : "close");
        return figures(Programs.output(
                "wrk",
                "-t2",
                "-c" + connections,
                "-d" + (int) Math.ceil(seconds) + "s",
                "-s",
                script.toString(),
                "-H",
                header,
                url));
    }

    private static Map<String, Double> figures(String output) {
        Map<String, Double> figures = new HashMap<>();
        output.lines()
                .filter(line -> line.startsWith("figures "))
                .flatMap(line -> Arrays.stream(line.split(" ", -1)).skip(1))
                .map(pair -> pair.split("=", 2))
                .forEach(pair -> figures.put(pair[0], Double.parseDouble(pair[1])));
        if (figures.isEmpty()) {
            throw new BenchFailure("wrk printed no figures:\n" + output);
        }
        return figures;
    }
}
