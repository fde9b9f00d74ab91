package fairlead.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.support.FreePort;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Cookies that keep clients on their backends. */
final class HttpCookiesTest {
    private static final String SECRET = "\"cookie_secret\": \"0123456789abcdef0123456789abcdef\"";

    private final List<HttpBackend> webs = List.of(web("web-1"), web("web-2"), web("web-3"));

    private static HttpBackend web(String name) {
        return HttpBackend.start(visit -> visit.reply(200, name, "Set-Cookie: session=1", "Set-Cookie: FLB=ours"));
    }

    @AfterEach
    void stop() {
        webs.forEach(HttpBackend::close);
    }

    private static TestBalancer.Setup sticky(String... members) {
        String more = members.length == 0 ? "" : ", " + String.join(", ", members);
        return TestBalancer.with().http().lb("\"sticky_sessions\": {\"type\": \"cookies\"" + more + "}");
    }

    /** With all three backends, of which this one has a member more. */
    private TestBalancer.Setup setup(TestBalancer.Setup setup, String special, String member) {
        for (int i = 0; i < 3; i++) {
            String name = "web-" + (i + 1);
            setup.backend(name, webs.get(i).port(), name.equals(special) ? new String[] {member} : new String[0]);
        }
        return setup;
    }

    private TestBalancer.Setup setup(String... members) {
        return setup(sticky(members), "", "");
    }

    /**
     * Who answered, and the cookie it was told to come back with.
     *
     * @param attributes what stands behind the cookie's value
     */
    private record Answer(String backend, Optional<String> cookie, String attributes) {
        String set() {
            return cookie.orElseThrow();
        }
    }

    private static Answer answer(HttpMessage response) {
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.all("Set-Cookie")).contains("session=1").doesNotContain("FLB=ours");
        List<String> ours = response.all("Set-Cookie").stream()
                .filter(line -> line.startsWith("FLB="))
                .toList();
        assertThat(ours).hasSizeLessThan(2);
        Optional<String> line = ours.stream().findFirst();
        return new Answer(
                response.body(),
                line.map(text -> text.substring(0, text.indexOf(';'))),
                line.map(text -> text.substring(text.indexOf(';'))).orElse(""));
    }

    /** Asks on a new connection. */
    private static Answer ask(TestBalancer balancer, String... fields) throws IOException {
        try (WebClient client = WebClient.of(balancer)) {
            return answer(client.get("/", fields));
        }
    }

    private static Answer with(TestBalancer balancer, String cookie) throws IOException {
        return ask(balancer, "Cookie: " + cookie);
    }

    @Nested
    class AClientThatIsNew {

        @Test
        void getsACookieAndComesBackToItsBackend() throws IOException {
            try (TestBalancer balancer = setup().start()) {
                Set<String> backends = new HashSet<>();
                for (int i = 0; i < 3; i++) {
                    Answer first = ask(balancer);
                    assertThat(first.attributes).isEqualTo("; Path=/; Max-Age=300; HttpOnly; SameSite=Lax");
                    assertThat(first.set()).doesNotContain("web");
                    backends.add(first.backend);
                    for (int again = 0; again < 4; again++) {
                        Answer next = with(balancer, "a=1; " + first.set() + "; b=2");
                        assertThat(next.backend).isEqualTo(first.backend);
                        assertThat(next.cookie).isEmpty();
                    }
                }
                assertThat(backends).hasSize(3);
            }
        }

        @Test
        void keepsItsBackendOnOneConnectionToo() throws IOException {
            try (TestBalancer balancer = setup().start();
                    WebClient client = WebClient.of(balancer)) {
                Answer first = answer(client.get("/"));
                for (int i = 0; i < 3; i++) {
                    assertThat(answer(client.get("/", "Cookie: " + first.set())).backend)
                            .isEqualTo(first.backend);
                }
            }
        }

        @Test
        void getsOneOfItsOwnThoughAnothersGoOverTheSameConnection() throws IOException {
            try (TestBalancer balancer = setup().start();
                    WebClient proxy = WebClient.of(balancer)) {
                List<Answer> clients = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    clients.add(ask(balancer));
                }
                for (int round = 0; round < 2; round++) {
                    for (Answer each : clients) {
                        assertThat(answer(proxy.get("/", "Cookie: " + each.set())).backend)
                                .isEqualTo(each.backend);
                    }
                }
            }
        }
    }

    @Nested
    class TheBackend {

        @Test
        void doesNotSeeIt() throws IOException {
            try (TestBalancer balancer =
                    setup(sticky(), "web-2", "\"mode\": \"disabled\"").start()) {
                String cookie = ask(balancer).set();
                List<String> seen = new ArrayList<>();
                for (String sent : List.of("a=1; " + cookie + "; b=2", cookie, cookie + "; FLB=forged", "a=1")) {
                    Answer answer = with(balancer, sent);
                    seen.add(webs.get(answer.backend.equals("web-1") ? 0 : 2)
                            .lastRequest()
                            .field("Cookie"));
                }
                assertThat(seen).containsExactly("a=1; b=2", "", "", "a=1");
            }
        }

        @Test
        void isReachedAtItsPortForHttp() throws IOException {
            try (TestBalancer balancer = sticky().backend(
                            "web-1",
                            FreePort.pick(),
                            "\"http_port\": " + webs.get(0).port())
                    .backend(
                            "web-2",
                            FreePort.pick(),
                            "\"http_port\": " + webs.get(1).port())
                    .start()) {
                Answer first = ask(balancer);
                for (int i = 0; i < 3; i++) {
                    assertThat(with(balancer, first.set()).backend).isEqualTo(first.backend);
                }
            }
        }
    }

    @Nested
    class ACookie {

        @Test
        void isRenewedWhenHalfOfItsTimeIsOver() throws IOException {
            try (TestBalancer balancer = setup("\"cookie_ttl_seconds\": 6").start()) {
                Answer first = ask(balancer);
                assertThat(with(balancer, first.set()).cookie).isEmpty();
                Answer renewed = Awaitility.await("renewed")
                        .atMost(Duration.ofSeconds(20))
                        .pollInterval(Duration.ofMillis(50))
                        .until(() -> with(balancer, first.set()), answer -> answer.cookie.isPresent());
                assertThat(renewed.backend).isEqualTo(first.backend);
                assertThat(renewed.set()).isNotEqualTo(first.set());
                assertThat(with(balancer, renewed.set()).backend).isEqualTo(first.backend);
            }
        }

        @Test
        void thatIsForgedCountsForNothing() throws IOException {
            try (TestBalancer balancer = setup().start()) {
                Answer first = ask(balancer);
                String value = first.set();
                char other = value.charAt(10) == 'A' ? 'B' : 'A';
                Set<String> backends = new HashSet<>();
                for (String forged : List.of(
                        value.substring(0, 10) + other + value.substring(11),
                        "FLB=web-1",
                        "FLB=",
                        "FLB=" + "A".repeat(43))) {
                    Answer answer = with(balancer, forged);
                    assertThat(answer.cookie).isPresent();
                    backends.add(answer.backend);
                }
                assertThat(backends).hasSize(3);
            }
        }

        @Test
        void outlivesAChangeOfTheConfig() throws IOException {
            try (TestBalancer balancer = setup().start()) {
                Answer first = ask(balancer);
                balancer.apply(setup().lb("\"idle_timeout_seconds\": 100"));
                for (int i = 0; i < 3; i++) {
                    Answer next = with(balancer, first.set());
                    assertThat(next.backend).isEqualTo(first.backend);
                    assertThat(next.cookie).isEmpty();
                }
            }
        }

        @Test
        void outlivesARestartWhereTheConfigHasASecret() throws IOException {
            Answer first;
            try (TestBalancer balancer = setup(SECRET).start()) {
                first = ask(balancer);
            }
            try (TestBalancer balancer = setup(SECRET).start()) {
                for (int i = 0; i < 3; i++) {
                    Answer next = with(balancer, first.set());
                    assertThat(next.backend).isEqualTo(first.backend);
                    assertThat(next.cookie).isEmpty();
                }
            }
        }

        @Test
        void diesWithTheProcessOtherwise() throws IOException {
            Answer first;
            try (TestBalancer balancer = setup().start()) {
                first = ask(balancer);
            }
            try (TestBalancer balancer = setup().start()) {
                assertThat(with(balancer, first.set()).cookie).isPresent();
            }
        }

        @Test
        void mayHaveAnotherName() throws IOException {
            try (TestBalancer balancer = setup("\"cookie_name\": \"route\"").start();
                    WebClient client = WebClient.of(balancer)) {
                HttpMessage response = client.get("/");
                assertThat(response.all("Set-Cookie")).contains("FLB=ours").anyMatch(line -> line.startsWith("route="));
            }
        }
    }

    @Nested
    class ABackendThatTakesNoMore {

        @Test
        void losesItsClientsToAnotherThatKeepsThem() throws IOException {
            try (TestBalancer balancer = setup().start()) {
                Answer first = ask(balancer);
                balancer.apply(setup(sticky(), first.backend, "\"mode\": \"drain\""));
                Answer second = with(balancer, first.set());
                assertThat(second.backend).isNotEqualTo(first.backend);
                assertThat(second.cookie).isPresent();
                for (int i = 0; i < 3; i++) {
                    assertThat(with(balancer, second.set()).backend).isEqualTo(second.backend);
                }
                balancer.apply(setup());
                assertThat(with(balancer, second.set()).backend).isEqualTo(second.backend);
                assertThat(with(balancer, first.set()).backend).isEqualTo(first.backend);
            }
        }

        @Test
        void losesThemWhenItDoesNotListen() throws IOException {
            try (TestBalancer balancer = setup().start()) {
                Answer first = ask(balancer);
                webs.get(first.backend.charAt(4) - '1').close();
                Answer second = with(balancer, first.set());
                assertThat(second.backend).isNotEqualTo(first.backend);
                assertThat(second.cookie).isPresent();
            }
        }
    }
}
