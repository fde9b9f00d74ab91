package fairlead.admin.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fairlead.admin.Passing;
import fairlead.stats.Event;
import fairlead.stats.Outcome;
import fairlead.support.FreePort;
import fairlead.support.Readme;
import fairlead.support.TestCertificate;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** That the dashboard and the alerts under conf ask for metrics that there are. */
final class ShippedFilesTest {
    private static final Path DASHBOARD = Path.of("conf/grafana-dashboard.json");
    private static final Path ALERTS = Path.of("conf/prometheus-alerts.yml");
    private static final Pattern NAME = Pattern.compile("\\b(?:fairlead|process|jvm)_[a-z_]+\\b");
    private static final Pattern SELECTOR = Pattern.compile("\\b((?:fairlead|process|jvm)_[a-z_]+)\\{([^}]*)}");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)(?:=~|!=|!~|=)\"([^\"]*)\"");
    private static final Pattern SERIES = Pattern.compile("(?m)^([a-z_]+)(?:\\{(.*)})? \\S+$");
    private static final Set<String> OF_THE_SCRAPE = Set.of("job", "instance");

    private static ServerSocket server;
    private static Map<String, Set<String>> labels;

    private static String more(int http, int backend) {
        return """
            {"name": "secure", "hosts": ["secure.example.com"], "health_check": {"protocol": "tls"},
             "forwarding_rules": [
               {"entry_protocol": "https", "entry_port": %%PORT%%, "target_protocol": "https", "target_port": 443,
                "tls_passthrough": true},
               {"entry_protocol": "http", "entry_port": %d, "target_protocol": "http", "target_port": 80}],
             "redirect_http_to_https": true,
             "backends": [{"name": "tls-1", "address": "127.0.0.1", "port": %d}]}
            """.formatted(http, backend);
    }

    /** Everything that can be told has happened once. */
    @BeforeAll
    static void scrape() throws Exception {
        server = TestCertificate.of("secure", "secure.example.com")
                .serverContext()
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(ShippedFilesTest::shakeHands);
        int http = FreePort.pick();
        try (Passing passing = Passing.start(setup -> setup.also(more(http, server.getLocalPort())))) {
            passing.come("shop.example.com").close();
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), http)) {
                OutputStream out = client.getOutputStream();
                out.write("GET / HTTP/1.1\r\nHost: secure.example.com\r\nConnection: close\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
                client.getInputStream().readAllBytes();
            }
            await().untilAsserted(
                            () -> assertThat(passing.admin().get("/metrics").body())
                                    .contains(
                                            "fairlead_certificate_",
                                            "outcome=\"completed\"",
                                            "outcome=\"redirected\"",
                                            "code=\"3xx\""));
            labels = labelsBySeries(passing.admin().get("/metrics").body());
        }
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    private static void shakeHands() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                // the next
            }
        }
    }

    private static Map<String, Set<String>> labelsBySeries(String metrics) {
        Map<String, Set<String>> found = new TreeMap<>();
        for (MatchResult series : SERIES.matcher(metrics).results().toList()) {
            Set<String> names = found.computeIfAbsent(series.group(1), unused -> new HashSet<>(OF_THE_SCRAPE));
            if (series.group(2) != null) {
                LABEL.matcher(series.group(2)).results().forEach(label -> names.add(label.group(1)));
            }
        }
        return found;
    }

    /** Every expression of the dashboard. */
    private static List<String> queries() throws IOException {
        JsonNode dashboard = JsonMapper.shared().readTree(Files.readString(DASHBOARD));
        List<String> queries = new ArrayList<>();
        for (String key : List.of("expr", "definition")) {
            dashboard.findValues(key).forEach(query -> queries.add(query.asString()));
        }
        return queries;
    }

    private static List<String> alerts() throws IOException {
        return Arrays.stream(Files.readString(ALERTS).split("- alert: ", -1))
                .skip(1)
                .toList();
    }

    /** The expression of an alert, which may go over several lines. */
    private static String expression(String alert) {
        return alert.substring(alert.indexOf("expr:"), alert.indexOf("labels:"));
    }

    private static Set<String> names(List<String> queries) {
        Set<String> names = new TreeSet<>();
        queries.forEach(query -> NAME.matcher(query).results().forEach(name -> names.add(name.group())));
        return names;
    }

    private static void assertAnswerable(List<String> queries) {
        assertThat(labels.keySet()).containsAll(names(queries));
        for (String query : queries) {
            for (MatchResult selector : SELECTOR.matcher(query).results().toList()) {
                assertThat(labels.get(selector.group(1)))
                        .as(query)
                        .containsAll(LABEL.matcher(selector.group(2))
                                .results()
                                .map(label -> label.group(1))
                                .toList());
            }
        }
    }

    private static List<String> values(List<String> queries, String label) {
        return queries.stream()
                .flatMap(query -> SELECTOR.matcher(query).results())
                .flatMap(selector -> LABEL.matcher(selector.group(2)).results())
                .filter(one -> one.group(1).equals(label) && !one.group(2).contains("$"))
                .flatMap(one -> Arrays.stream(one.group(2).split("\\|", -1)))
                .distinct()
                .toList();
    }

    @Test
    void theDashboardAsksForWhatThereIs() throws IOException {
        assertThat(queries()).hasSizeGreaterThan(30);
        assertAnswerable(queries());
    }

    @Test
    void theDashboardShowsEveryMetric() throws IOException {
        Set<String> shown = names(queries());
        assertThat(labels.keySet().stream().filter(name -> name.startsWith("fairlead_")))
                .filteredOn(name -> !shown.contains(name))
                .containsExactlyInAnyOrder(
                        "fairlead_stopping",
                        "fairlead_connect_duration_seconds_count",
                        "fairlead_connect_duration_seconds_sum");
    }

    @Test
    void theDashboardCanBeImportedWithAnyDataSource() throws IOException {
        String text = Files.readString(DASHBOARD);
        JsonNode dashboard = JsonMapper.shared().readTree(text);
        assertThat(dashboard.get("templating").get("list").get(0).get("type").asString())
                .isEqualTo("datasource");
        for (JsonNode panel : dashboard.get("panels")) {
            assertThat(panel.get("title").asString()).isNotBlank();
            for (JsonNode target : panel.path("targets")) {
                assertThat(target.get("datasource").get("uid").asString()).isEqualTo("${datasource}");
            }
        }
        List<Integer> ids = new ArrayList<>();
        dashboard.get("panels").forEach(panel -> ids.add(panel.get("id").asInt()));
        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void theRefusalsOfTheDashboardAreAllThereAre() throws IOException {
        assertThat(values(queries(), "outcome"))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Outcome.values())
                        .filter(Outcome::isRefusal)
                        .map(Outcome::word)
                        .toList());
    }

    @Test
    void theReadmeHasEveryMetricWithItsLabels() {
        Map<String, Set<String>> documented = new TreeMap<>();
        for (List<String> row : Readme.tables().getOrDefault("Metrics and monitoring", List.of())) {
            Set<String> names = new TreeSet<>(Arrays.asList(row.get(1).split(", ", -1)));
            names.remove("");
            documented.put(row.getFirst().replace("`", ""), names);
        }
        Map<String, Set<String>> real = new TreeMap<>();
        labels.forEach((name, found) -> {
            if (name.startsWith("fairlead_")) {
                Set<String> own = new TreeSet<>(found);
                own.removeAll(OF_THE_SCRAPE);
                own.remove("le");
                real.put(name.replaceFirst("(duration_seconds)_(bucket|sum|count)$", "$1"), own);
            }
        });
        assertThat(documented).isEqualTo(real);
    }

    @Test
    void theAlertsAskForWhatThereIs() throws IOException {
        List<String> expressions =
                alerts().stream().map(ShippedFilesTest::expression).toList();
        assertThat(expressions)
                .hasSizeGreaterThan(10)
                .allMatch(one -> NAME.matcher(one).find());
        assertAnswerable(expressions);
        assertThat(Arrays.stream(Outcome.values()).map(Outcome::word)).containsAll(values(expressions, "outcome"));
        assertThat(Arrays.stream(Event.Kind.values()).map(Event.Kind::word)).containsAll(values(expressions, "kind"));
    }

    @Test
    void everyAlertSaysHowBadItIsAndWhatItMeans() throws IOException {
        assertThat(alerts())
                .allSatisfy(alert -> assertThat(alert)
                        .startsWith("Fairlead")
                        .containsPattern("severity: (page|ticket)}")
                        .contains("summary: ", "description: "));
    }
}
