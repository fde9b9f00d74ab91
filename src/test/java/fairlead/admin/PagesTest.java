package fairlead.admin;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.support.TestCertificate;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages that show something, on a balancer in the middle of its work. */
final class PagesTest {
    private static final String HOSTILE = "<script>alert(1)</script>\"'";
    private static final String SUBJECT = "\\<script\\>alert(2)\\</script\\>"; // escaped as names are, RFC 4514
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static Scene scene;

    @BeforeAll
    static void begin() throws IOException {
        scene = Scene.start(Scene.FIRST, TestCertificate.of(SUBJECT, "shop.example.com"));
    }

    @AfterAll
    static void end() throws IOException {
        scene.close();
        CLIENT.close();
    }

    @Nested
    class TheOverview {
        @Test
        void tellsWhatIsWrongFirst() throws Exception {
            Document page = page("/");
            assertThat(page.title()).matches("[0-9]+ issues - Overview - Fairlead");
            assertThat(page.expectFirst("#now section").text())
                    .contains("shop / web-3")
                    .contains("connect refused")
                    .contains("different certificates are served");
            assertThat(page.select("link[rel=icon]").attr("href")).contains("trouble");
        }

        @Test
        void hasAStateWordForEachLoadBalancer() throws Exception {
            Document page = page("/");
            assertThat(row(page, "shop").text()).contains("Issue").contains("2 of 3 up");
            assertThat(row(page, "blog").text()).contains("No backends");
        }

        @Test
        void drawsGraphsOfBothRanges() throws Exception {
            assertThat(page("/").select("#graphs svg[role=img]")).hasSize(4);
            assertThat(page("/?range=24h").select("#graphs").text()).contains("-24 h");
        }

        private Element row(Document page, String name) {
            return page.expectFirst("#now section:last-of-type tr:has(a[href=/load_balancers/" + name + "])");
        }
    }

    @Nested
    class Navigation {
        @Test
        void marksTheLoadBalancerThatIsShown() throws Exception {
            Document page = page("/load_balancers/shop/graphs");
            assertThat(page.select("#navigation [aria-current=page]").text()).contains("shop");
            assertThat(page.select(".tabs [aria-current=page]").text()).isEqualTo("Graphs");
        }

        @Test
        void countsTheFindings() throws Exception {
            String count = page("/").select("a[href=/findings] .count").text();
            assertThat(Integer.parseInt(count))
                    .isEqualTo(scene.admin().engine().findings().size());
        }

        @Test
        void answersThatThereIsNoSuchLoadBalancer() throws Exception {
            assertThat(scene.admin().get("/load_balancers/nobody").statusCode()).isEqualTo(404);
            assertThat(scene.admin()
                            .get("/load_balancers/shop/backends/nobody/edit")
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    @Nested
    class TheTabBackends {
        @Test
        void showsHowEachStands() throws Exception {
            Document page = page("/load_balancers/shop");
            List<Element> rows = page.select("#backends tbody tr");
            assertThat(rows).hasSize(3);
            assertThat(rows.get(0).text())
                    .contains("web-1")
                    .contains("Up")
                    .contains("Passed in")
                    .contains("days");
            assertThat(rows.get(2).text())
                    .contains("web-3")
                    .contains("Down")
                    .contains("connect refused")
                    .contains("not seen");
        }

        @Test
        void saysWhatToDoWithoutBackends() throws Exception {
            assertThat(page("/load_balancers/blog").select(".empty a").attr("href"))
                    .isEqualTo("/load_balancers/blog/backends/new");
        }
    }

    @Nested
    class Connections {
        @Test
        void areListedAndFoundAndClosed() throws Exception {
            SSLSocket client = scene.client();
            String address = "127.0.0.1:" + client.getLocalPort();
            Document page = page("/connections?search=" + address);
            assertThat(page.select("#connections tbody tr")).hasSize(1);
            assertThat(page.select("#connections tbody").text())
                    .contains(address)
                    .contains("shop.example.com")
                    .contains("TLSv1.3")
                    .contains("web-1")
                    .contains("relaying");
            HttpResponse<String> closed = post(page.select("#connections form").attr("action"), Map.of());
            assertThat(closed.statusCode()).isEqualTo(303);
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(page("/connections/recent?search=" + address)
                                    .select("tbody")
                                    .text())
                            .contains("closed by operator"));
        }

        @Test
        void areSortedByAnyColumnBothWays() throws Exception {
            try (SSLSocket first = scene.client();
                    SSLSocket second = scene.client()) {
                assertThat(List.of(first, second)).isNotEmpty();
                List<String> up = clients("/connections?sort=client");
                assertThat(up).isSorted().hasSizeGreaterThan(1);
                assertThat(clients("/connections?sort=-client")).isEqualTo(up.reversed());
                assertThat(page("/connections?sort=-client")
                                .select("th[aria-sort=descending]")
                                .text())
                        .isEqualTo("Client");
            }
        }

        @Test
        void showWhatStrangersOfferAsText() throws Exception {
            try (SSLSocket client = scene.client(HOSTILE)) {
                Document page = page("/connections?search=127.0.0.1:" + client.getLocalPort());
                assertThat(page.select("#connections tbody").text()).contains(HOSTILE);
                assertThat(page.select("#connections script")).isEmpty();
            }
        }

        private List<String> clients(String path) throws Exception {
            return page(path).select("#connections tbody td:first-child").eachText();
        }
    }

    @Nested
    class Certificates {
        @Test
        void areComparedForEachHost() throws Exception {
            Document page = page("/certificates");
            assertThat(page.select("#certificates section").text())
                    .contains("shop.example.com")
                    .contains("Backends serve different certificates")
                    .contains("Self-signed");
            assertThat(page.expectFirst("button[data-copy]").attr("data-copy"))
                    .matches("([0-9A-F]{2}:){31}[0-9A-F]{2}");
        }

        @Test
        void showTheirSubjectAsText() throws Exception {
            Document page = page("/certificates");
            assertThat(page.select("#certificates").text()).contains("CN=" + SUBJECT);
            assertThat(page.select("#certificates script")).isEmpty();
        }
    }

    @Nested
    class Events {
        @Test
        void tellWhatHappenedAndWhoDidWhat() throws Exception {
            assertThat(post("/load_balancers/shop/backends/web-3/mode", Map.of("mode", "disabled"))
                            .statusCode())
                    .isEqualTo(303);
            Document page = page("/events?search=web-3");
            assertThat(page.select("#events").text()).contains("backend down").contains("web-3");
            Element change = page.expectFirst("#events tr:has(a[href^=/events/changes/])");
            assertThat(change.text()).contains("environment from 127.0.0.1");
            Document difference =
                    page(change.select("a[href^=/events/changes/]").attr("href"));
            assertThat(difference.select(".diff .added").text()).contains("disabled");
            assertThat(post("/load_balancers/shop/backends/web-3/mode", Map.of("mode", "enabled"))
                            .statusCode())
                    .isEqualTo(303);
        }
    }

    @Nested
    class EveryPage {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/",
                    "/load_balancers/shop",
                    "/load_balancers/shop/graphs",
                    "/load_balancers/shop/backends/new",
                    "/connections",
                    "/connections/recent",
                    "/certificates",
                    "/findings",
                    "/events"
                })
        void hasNothingThatTheSecurityPolicyForbids(String path) throws Exception {
            Document page = page(path);
            assertThat(page.select("h1")).hasSize(1);
            assertThat(page.select("[style], style, script:not([src]), [onclick], [hx-on]"))
                    .isEmpty();
            assertThat(page.select("input:not([type=hidden]), select").stream()
                            .filter(input ->
                                    page.select("label[for=" + input.id() + "]").isEmpty()))
                    .isEmpty();
            List<String> ids = page.select("[id]").eachAttr("id");
            assertThat(ids).doesNotHaveDuplicates();
        }

        @ParameterizedTest
        @ValueSource(strings = {"/connections", "/connections/recent", "/events"})
        void showsASearchAsText(String path) throws Exception {
            Document page = page(path + "?search=" + encoded(HOSTILE) + "&sort=" + encoded(HOSTILE));
            assertThat(page.select("input[type=search]").attr("value")).isEqualTo(HOSTILE);
            assertThat(page.select("script:not([src])")).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/",
                    "/load_balancers/shop",
                    "/connections",
                    "/connections/recent",
                    "/certificates",
                    "/findings",
                    "/events",
                    "/config",
                    "/tokens"
                })
        void comesAsAFileForSpreadsheets(String path) throws Exception {
            HttpResponse<String> csv = scene.admin().get(path + "?format=csv");
            assertThat(csv.statusCode()).isEqualTo(200);
            assertThat(csv.headers().firstValue("Content-Type").orElse("")).startsWith("text/csv");
            assertThat(csv.headers().firstValue("Content-Disposition").orElse(""))
                    .startsWith("attachment");
            assertThat(csv.body().lines().findFirst().orElse("")).matches("[a-z0-9_]+(,[a-z0-9_]+)+");
        }

        @Test
        void isUnder60KilobytesWithAllThatItNeeds() throws Exception {
            int page = size("/");
            int files = Stream.of(
                            page("/").select("script[src]").eachAttr("src"),
                            page("/").select("link[href]").eachAttr("href"),
                            page("/").select("img[src]").eachAttr("src"))
                    .flatMap(List::stream)
                    .distinct()
                    .mapToInt(PagesTest::size)
                    .sum();
            System.out.println("first page: " + page + " bytes, and its files: " + files);
            assertThat(page + files).isBetween(10_000, 60_000);
        }
    }

    @Nested
    class ARegion {
        @Test
        void isNotSentAgainWhenNothingHasChanged() throws Exception {
            HttpResponse<String> same = Awaitility.await("findings that stay as they are")
                    .atMost(Duration.ofSeconds(10))
                    .until(
                            () -> fragment(poll("/findings", "findings"), "findings"),
                            answer -> answer.statusCode() == 204);
            assertThat(same.body()).isEmpty();
            assertThat(same.headers().firstValue("Vary").orElse("")).contains("HX-Request");
        }

        @Test
        void comesAloneAndAsItIsInThePage() throws Exception {
            HttpResponse<String> other = fragment("/findings?seen=something", "findings");
            assertThat(other.statusCode()).isEqualTo(200);
            assertThat(other.body().strip()).startsWith("<div class=\"region\" id=\"findings\"");
            assertThat(scene.admin().get("/findings").body())
                    .contains(other.body().strip());
        }

        @Test
        void keepsWhatItWasAskedWith() throws Exception {
            assertThat(poll("/connections?search=a%26b&sort=-age", "connections"))
                    .startsWith("/connections?search=a%26b&sort=-age&seen=");
        }

        private String poll(String path, String region) throws Exception {
            return page(path).select("#" + region).attr("hx-get");
        }
    }

    static Document page(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = scene.admin().get(path);
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        return Jsoup.parse(response.body());
    }

    private static HttpResponse<String> fragment(String path, String target) throws Exception {
        return scene.admin().send("GET", path, "", "HX-Request", "true", "HX-Target", target);
    }

    private static HttpResponse<String> post(String path, Map<String, String> form) throws Exception {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return CLIENT.send(
                request(path)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    /** Of the body as it comes over the wire. */
    private static int size(String path) {
        try {
            return CLIENT.send(request(path).header("Accept-Encoding", "gzip").build(), BodyHandlers.ofByteArray())
                    .body()
                    .length;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static HttpRequest.Builder request(String path) {
        URI uri = scene.admin().uri(path);
        return HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + TestAdmin.TOKEN);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
