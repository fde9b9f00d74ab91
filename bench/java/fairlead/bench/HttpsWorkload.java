package fairlead.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Real HTTPS: wrk, through the proxy, to nginx. */
final class HttpsWorkload extends Repeated {
    static final String HOST = "localhost"; // wrk asks by TLS for the name it connects to

    /** Has wrk print what it counted where a program can read it; costs nothing while it runs. */
    private static final String SCRIPT = """
            function done(summary, latency, requests)
              local e = summary.errors
              print(string.format("figures done=%d seconds=%f failed=%d p50=%f p99=%f p999=%f",
                summary.requests, summary.duration / 1e6, e.connect + e.read + e.write + e.status + e.timeout,
                latency:percentile(50), latency:percentile(99), latency:percentile(99.9)))
            end
            """;

    private final boolean keepAlive;

    HttpsWorkload(boolean keepAlive) {
        super(
                keepAlive ? "https-keepalive" : "https-handshake",
                "wrk with 100 connections to an nginx with an ECDSA certificate and 1 KiB to answer"
                        + (keepAlive ? "; connections stay." : "; a connection and a handshake for each request."),
                Unit.REQUESTS);
        this.keepAlive = keepAlive;
    }

    @Override
    String host() {
        return HOST;
    }

    @Override
    Setup setup(Rig rig) {
        return Setup.of(host(), rig.https().port);
    }

    @Override
    Map<Figure, Double> measure(Rig rig, Proxy proxy, double seconds) {
        Path script = rig.children.directory("wrk").resolve("figures.lua");
        try {
            Files.writeString(script, SCRIPT);
        } catch (IOException e) {
            throw new BenchFailure("cannot write " + script, e);
        }
        String url = "https://" + HOST + ":" + proxy.port() + "/";
        String duration = (int) Math.ceil(seconds) + "s";
        String header = "Connection: " + (keepAlive ? "keep-alive" : "close");
        List<String> wrk = List.of("wrk", "-t2", "-c100", "-d" + duration, "-s", script.toString(), "-H", header, url);
        return new Meter(rig.ends, rig.https().child).measure(proxy, unit(), () -> figures(Programs.output(wrk)));
    }

    private static Map<String, Double> figures(String output) {
        Map<String, Double> figures = new HashMap<>();
        output.lines()
                .filter(line -> line.startsWith("figures "))
                .flatMap(line -> List.of(line.split(" ", -1)).stream().skip(1))
                .map(pair -> pair.split("=", 2))
                .forEach(pair -> figures.put(pair[0], Double.parseDouble(pair[1])));
        if (figures.isEmpty()) {
            throw new BenchFailure("wrk printed no figures:\n" + output);
        }
        return figures;
    }
}
