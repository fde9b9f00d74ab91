package fairlead.admin.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fairlead.admin.Passing;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class MonitoringTest {
    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\S+) (\\S+)$");
    private static final Pattern SAMPLE =
            Pattern.compile("[a-z][a-z0-9_]*(\\{([a-z_]+=\"[^\"\\\\\\n]*\",?)*\\})? \\S+");

    private static String metrics(Passing passing) throws Exception {
        HttpResponse<String> response = passing.admin().get("/metrics");
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }

    private static double value(Passing passing, String series) throws Exception {
        return metrics(passing)
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    private static String of(Passing passing, String name, String more) {
        return "%s{backend=\"web-1\",listener=\":%d\",load_balancer=\"shop\"%s}".formatted(name, passing.port(), more);
    }

    @Nested
    class Metrics {

        @Test
        void countConnectionsThatEndedAndShowThoseThatAreOpen() throws Exception {
            try (Passing passing = Passing.start()) {
                Socket client = passing.come("shop.example.com");
                assertThat(value(passing, of(passing, "fairlead_open_connections", "")))
                        .isEqualTo(1);
                assertThat(value(passing, "fairlead_connections_accepted_total"))
                        .isEqualTo(1);
                client.close();
                await().untilAsserted(() -> assertThat(
                                value(passing, of(passing, "fairlead_connections_total", ",outcome=\"completed\"")))
                        .isEqualTo(1));
                await().untilAsserted(() -> assertThat(value(passing, of(passing, "fairlead_open_connections", "")))
                        .isZero());
            }
        }

        @Test
        void haveTheBytesOfATransferWhileItRuns() throws Exception {
            try (Passing passing = Passing.start()) {
                Socket client = passing.come("shop.example.com");
                client.getOutputStream().write(new byte[70_000]);
                String series = bytes(passing, "in");
                await().untilAsserted(() -> assertThat(value(passing, series)).isGreaterThan(70_000));
                double before = value(passing, series);
                client.close();
                await().untilAsserted(() ->
                        assertThat(passing.admin().engine().openConnections()).isZero());
                assertThat(value(passing, series)).isEqualTo(before);
            }
        }

        @Test
        void neverLetACounterGoBack() throws Exception {
            try (Passing passing = Passing.start()) {
                double before = 0;
                for (int i = 0; i < 8; i++) {
                    Socket client = passing.come("shop.example.com");
                    client.getOutputStream().write(new byte[1000]);
                    double now = value(passing, bytes(passing, "in"));
                    assertThat(now).isGreaterThanOrEqualTo(before);
                    client.close();
                    before = value(passing, bytes(passing, "in"));
                    assertThat(before).isGreaterThanOrEqualTo(now);
                }
            }
        }

        private static String bytes(Passing passing, String direction) {
            return "fairlead_bytes_total{backend=\"web-1\",direction=\"%s\",listener=\":%d\",load_balancer=\"shop\"}"
                    .formatted(direction, passing.port());
        }

        @Test
        void haveConnectTimesAsAHistogram() throws Exception {
            try (Passing passing = Passing.start()) {
                passing.come("shop.example.com").close();
                String labels = "{backend=\"web-1\",load_balancer=\"shop\"";
                await().untilAsserted(() -> assertThat(
                                value(passing, "fairlead_connect_duration_seconds_count" + labels + "}"))
                        .isEqualTo(1));
                assertThat(value(passing, "fairlead_connect_duration_seconds_bucket" + labels + ",le=\"+Inf\"}"))
                        .isEqualTo(1);
                assertThat(value(passing, "fairlead_connect_duration_seconds_bucket" + labels + ",le=\"10.0\"}"))
                        .isEqualTo(1);
                assertThat(value(passing, "fairlead_connect_duration_seconds_sum" + labels + "}"))
                        .isBetween(0.0, 10.0);
            }
        }

        @Test
        void tellHowBackendsStand() throws Exception {
            String down = """
                    {"name": "blog", "hosts": ["blog.example.com"],
                     "forwarding_rules": [{"entry_protocol": "https", "entry_port": %PORT%, "target_protocol": "https",
                                           "target_port": 443, "tls_passthrough": true}],
                     "health_check": {"protocol": "tcp"},
                     "backends": [{"name": "gone", "address": "127.0.0.1", "port": 1, "weight": 7},
                                  {"name": "off", "address": "127.0.0.1", "port": 2, "mode": "disabled"}]}
                    """;
            try (Passing passing = Passing.start(setup -> setup.also(down))) {
                String gone = "fairlead_backend_up{address=\"127.0.0.1:1\",backend=\"gone\",load_balancer=\"blog\"}";
                await().untilAsserted(() -> assertThat(value(passing, gone)).isZero());
                String all = metrics(passing);
                assertThat(all).containsPattern("fairlead_backend_up\\{.*backend=\"web-1\".*} 1\\.0");
                assertThat(all).doesNotContainPattern("fairlead_backend_up\\{.*backend=\"off\"");
                assertThat(all).contains("fairlead_backend_weight{backend=\"gone\",load_balancer=\"blog\"} 7.0");
                assertThat(all).contains("fairlead_backend_weight{backend=\"off\",load_balancer=\"blog\"} 0.0");
                assertThat(all).containsPattern("fairlead_events_total\\{kind=\"backend_down\"} [1-9]");
                assertThat(all).contains("fairlead_events_total{kind=\"config_refused\"} 0.0");
            }
        }

        @Test
        void haveNothingInTheirLabelsThatAStrangerChose() throws Exception {
            String sni = "evil-marker.example.net";
            try (Passing passing = Passing.start(setup -> setup.hosts("\"*.example.net\""))) {
                passing.come(sni);
                passing.come("x" + sni).close();
                Socket noise = passing.knock();
                noise.getOutputStream()
                        .write("GET /evil-marker HTTP/1.1\r\nHost: evil-marker\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                noise.getInputStream().readAllBytes();
                await().untilAsserted(() -> assertThat(metrics(passing)).contains("outcome=\"plain_http\""));
                String all = metrics(passing);
                assertThat(all).doesNotContain("evil-marker");
                assertThat(all).doesNotContain("\"127.0.0.1:" + noise.getLocalPort());
            }
        }

        @Test
        void areThreeSeriesMoreForManyStrangersAtTheMost() throws Exception {
            try (Passing passing = Passing.start(setup -> setup.hosts("\"*.example.net\""))) {
                passing.come("first.example.net").close();
                await().untilAsserted(() -> assertThat(metrics(passing)).contains("outcome=\"completed\""));
                long before = metrics(passing).lines().count();
                for (int i = 0; i < 30; i++) {
                    passing.come("n" + i + ".example.net").close();
                }
                assertThat(metrics(passing).lines().count()).isLessThanOrEqualTo(before + 3);
            }
        }

        @Test
        void keepToTheConventionsOfPrometheus() throws Exception {
            try (Passing passing = Passing.start()) {
                passing.come("shop.example.com").close();
                await().untilAsserted(() -> assertThat(metrics(passing)).contains("outcome=\"completed\""));
                String text = metrics(passing);
                Map<String, String> types = new TreeMap<>();
                for (MatchResult found : TYPE.matcher(text).results().toList()) {
                    types.put(found.group(1), found.group(2));
                }
                assertThat(types).hasSizeGreaterThan(20);
                types.forEach((name, type) -> {
                    assertThat(name).matches("(fairlead|process|jvm)_[a-z_]+[a-z]");
                    assertThat(name.endsWith("_total")).as(name).isEqualTo(type.equals("counter"));
                    assertThat(name).doesNotContainPattern("_(ms|millis|milliseconds|nanos|kb|mb|percent)(_|$)");
                    assertThat(name).doesNotContainPattern("timestamp(?!_seconds$)");
                    assertThat(text).containsPattern("(?m)^# HELP " + name + " .*\\.$");
                });
                assertThat(text.lines().filter(line -> !line.startsWith("#")))
                        .allSatisfy(line -> assertThat(line).matches(SAMPLE));
                List<String> series = text.lines()
                        .filter(line -> !line.startsWith("#"))
                        .map(line -> line.substring(0, line.lastIndexOf(' ')))
                        .toList();
                assertThat(series).doesNotHaveDuplicates();
            }
        }

        @Test
        void comeAsOpenMetricsToWhoAsksForThat() throws Exception {
            try (Passing passing = Passing.start()) {
                HttpResponse<String> open = passing.admin()
                        .send("GET", "/metrics", "", "Accept", "application/openmetrics-text; version=1.0.0");
                assertThat(open.headers().firstValue("Content-Type").orElseThrow())
                        .startsWith("application/openmetrics-text; version=1.0.0");
                assertThat(open.body()).endsWith("# EOF\n").contains("# TYPE fairlead_connections_accepted counter");
                HttpResponse<String> text = passing.admin().get("/metrics");
                assertThat(text.headers().firstValue("Content-Type").orElseThrow())
                        .startsWith("text/plain; version=0.0.4");
                assertThat(text.body()).contains("# TYPE fairlead_connections_accepted_total counter");
            }
        }
    }

    @Nested
    class Probes {

        private static HttpResponse<String> anonymously(Passing passing, String path) throws Exception {
            URI uri = passing.admin().uri(path);
            try (HttpClient client = HttpClient.newHttpClient()) {
                return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
            }
        }

        @Test
        void tellAnybodyThatItLivesAndIsReady() throws Exception {
            try (Passing passing = Passing.start()) {
                assertThat(anonymously(passing, "/healthz").statusCode()).isEqualTo(200);
                HttpResponse<String> ready = anonymously(passing, "/readyz");
                assertThat(ready.statusCode()).isEqualTo(200);
                assertThat(ready.body()).isEqualTo("ready\n");
                assertThat(anonymously(passing, "/metrics").statusCode()).isEqualTo(401);
            }
        }

        @Test
        void sayThatItStopsAndStillLives() throws Exception {
            try (Passing passing = Passing.start(setup -> setup.top("\"drain_timeout_seconds\": 30"))) {
                passing.come("shop.example.com");
                Thread drain =
                        Thread.ofVirtual().start(() -> passing.admin().engine().drain());
                await().untilAsserted(() ->
                        assertThat(anonymously(passing, "/readyz").statusCode()).isEqualTo(503));
                assertThat(anonymously(passing, "/readyz").body()).isEqualTo("stopping\n");
                assertThat(anonymously(passing, "/healthz").statusCode()).isEqualTo(200);
                assertThat(metrics(passing)).contains("fairlead_stopping 1.0");
                passing.admin().engine().hurry();
                drain.join();
            }
        }
    }
}
