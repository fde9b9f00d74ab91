package fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.e2e.Server;
import fairlead.proxy.TestBalancer;
import fairlead.support.Tools;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code wrk}: as many requests as fit, over connections that stay. */
final class HttpLoadIT {
    private static final int CONNECTIONS = 50;
    private static final long ENOUGH = 20_000;
    private static final int MOST_RUNS = 10; // of two seconds
    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in ([\\d.]+)(m?s),");
    private static final Pattern STATUS = Pattern.compile(" status=(\\S+)");

    private final TestBalancer.Setup setup =
            TestBalancer.with().top("\"max_connections\": 1000").accessLog("stdout");

    @Test
    void forwardsEveryRequestToNginx() throws Exception {
        Tools.require("wrk");
        try (Server nginx = Server.nginxWith("""
                listen 127.0.0.1:%PORT%;
                access_log off;
                default_type text/plain;
                return 200 "hello from nginx\\n";
                """);
                FairleadProcess fairlead = FairleadProcess.serve(
                        setup.http().backend("web-1", nginx.port()).json())) {
            assertAllGet(fairlead, "200", "forwarded to nginx");
        }
    }

    @Test
    void redirectsEveryRequest() throws Exception {
        Tools.require("wrk");
        try (FairleadProcess fairlead =
                FairleadProcess.serve(setup.redirecting(443).backend("web-1", 1).json())) {
            assertAllGet(fairlead, "307", "redirected");
        }
    }

    private void assertAllGet(FairleadProcess fairlead, String status, String what) throws Exception {
        long requests = 0;
        double seconds = 0;
        Duration before = fairlead.cpu();
        for (int i = 0; i < MOST_RUNS && requests < ENOUGH; i++) {
            Tools.Ran wrk = wrk();
            assertThat(wrk.exit()).as(wrk.output()).isZero();
            assertThat(wrk.output()).doesNotContain("Socket errors", "Non-2xx");
            MatchResult counted =
                    REQUESTS.matcher(wrk.output()).results().findFirst().orElseThrow();
            requests += Long.parseLong(counted.group(1));
            seconds += Double.parseDouble(counted.group(2)) / (counted.group(3).equals("ms") ? 1000 : 1);
        }
        long cpu = fairlead.cpu().minus(before).toNanos() / 1000;
        System.out.printf(
                "wrk, %d connections: %,d requests %s in %.1f s, %,.0f a second, %d us of CPU time each; no errors%n",
                CONNECTIONS, requests, what, seconds, requests / seconds, cpu / requests);
        assertThat(requests).isGreaterThanOrEqualTo(ENOUGH);
        List<String> statuses = STATUS.matcher(fairlead.stdout())
                .results()
                .map(line -> line.group(1))
                .distinct()
                .toList();
        assertThat(statuses).containsExactly(status);
        assertThat(fairlead.stderr()).doesNotContain("WARNING", "ERROR");
    }

    private Tools.Ran wrk() throws Exception {
        return Tools.run(
                FairleadProcess.LIMIT,
                List.of(
                        Tools.require("wrk"),
                        "-t2",
                        "-c" + CONNECTIONS,
                        "-d2s",
                        "-H",
                        "Host: shop.example.com",
                        "http://127.0.0.1:" + setup.port() + "/"));
    }
}
