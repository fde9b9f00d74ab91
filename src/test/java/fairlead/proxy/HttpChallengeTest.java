package fairlead.proxy;

import static fairlead.proxy.WebClient.request;
import static org.assertj.core.api.Assertions.assertThat;

import fairlead.proxy.FakeBackend.Behaviour;
import fairlead.stats.Outcome;
import fairlead.support.FreePort;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP-01 challenges: answered by whichever backend has the token, though all else is redirected. */
final class HttpChallengeTest {
    private static final String PATH = "/.well-known/acme-challenge/";
    private static final String TOKEN = PATH + "evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ-PCt92wr-oA";
    private static final String KEY =
            "evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ-PCt92wr-oA.9jg46WB3rR_AHD-EBXdN7cBkH1WOu0tA3M9f";

    @TempDir
    private Path directory;

    private final HttpBackend knowing = HttpBackend.start(
            visit -> visit.reply(visit.request().target().equals(TOKEN) ? 200 : 404, KEY, "Content-Type: text/plain"));
    private final HttpBackend ignorant = HttpBackend.start(visit -> visit.reply(404, "not found"));
    private final HttpBackend other = HttpBackend.start(visit -> visit.reply(404, "not found"));

    @AfterEach
    void stop() {
        knowing.close();
        ignorant.close();
        other.close();
    }

    private static TestBalancer.Setup redirecting(int... ports) {
        TestBalancer.Setup setup = TestBalancer.with().redirecting(443);
        for (int i = 0; i < ports.length; i++) {
            setup.backend("web-" + (i + 1), ports[i]);
        }
        return setup;
    }

    private static void assertRedirected(HttpMessage response, String path) {
        assertThat(response.status()).isEqualTo(307);
        assertThat(response.field("Location")).isEqualTo("https://shop.example.com" + path);
    }

    private static void assertKnown(HttpMessage response) {
        assertThat(response.startLine()).isEqualTo("HTTP/1.1 200 Scripted");
        assertThat(response.body()).isEqualTo(KEY);
        assertThat(response.field("Content-Type")).isEqualTo("text/plain");
    }

    private static void assertNobodyIsCounted(TestBalancer balancer) {
        TestBalancer.awaitThat(
                "no connections",
                () -> assertThat(balancer.engine().backends())
                        .allSatisfy(status -> assertThat(status.connections()).isZero()));
    }

    private static List<String> states(TestBalancer balancer) {
        List<String> states = new ArrayList<>();
        balancer.engine()
                .backends()
                .forEach(status -> states.add(status.condition().word()));
        return states;
    }

    @Nested
    class ATokenOfOneBackend {

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 2})
        void isServedWhicheverComesFirstAndAllElseIsRedirected(int place) throws IOException {
            int[] ports = {ignorant.port(), ignorant.port(), other.port()};
            ports[place] = knowing.port();
            try (TestBalancer balancer = redirecting(ports).start()) {
                for (int i = 0; i < 4; i++) {
                    try (WebClient client = WebClient.of(balancer)) {
                        assertKnown(client.get(TOKEN));
                        assertRedirected(client.get("/shop?a=b"), "/shop?a=b");
                        HttpMessage head = client.ask("HEAD", TOKEN);
                        assertThat(head.status()).isEqualTo(200);
                        assertThat(head.field("Content-Length")).isEqualTo(Integer.toString(KEY.length()));
                        assertKnown(client.get(TOKEN));
                        assertRedirected(client.get(TOKEN + "2"), TOKEN + "2");
                    }
                }
                assertNobodyIsCounted(balancer);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"refused", "closed", "reset", "500", "302", "garbage", "cut"})
        void isServedThoughTheOthersFail(String failure) throws IOException {
            try (HttpBackend failing = HttpBackend.start(visit -> {
                        switch (failure) {
                            case "closed" -> throw new IOException("without a byte");
                            case "refused" -> visit.reply(404, "not here");
                            case "reset" -> visit.reset();
                            case "garbage" -> visit.send("SSH-2.0-OpenSSH_9.2\r\n");
                            case "cut" -> {
                                visit.send("HTTP/1.1 200 OK\r\nContent-Le");
                                throw new IOException("in the head");
                            }
                            default -> visit.reply(Integer.parseInt(failure), "no", "Location: https://a.example.com/");
                        }
                    });
                    TestBalancer balancer = redirecting(
                                    failure.equals("refused") ? FreePort.pick() : failing.port(),
                                    failing.port(),
                                    knowing.port())
                            .start()) {
                List<String> before = states(balancer);
                for (int i = 0; i < 6; i++) {
                    try (WebClient client = WebClient.of(balancer)) {
                        assertKnown(client.get(TOKEN));
                    }
                }
                assertThat(states(balancer)).isEqualTo(before);
                assertNobodyIsCounted(balancer);
            }
        }

        @Test
        void isServedWithoutARedirectToo() throws IOException {
            try (TestBalancer balancer = TestBalancer.with()
                    .http()
                    .backend("web-1", ignorant.port())
                    .backend("web-2", knowing.port())
                    .start()) {
                for (int i = 0; i < 4; i++) {
                    try (WebClient client = WebClient.of(balancer)) {
                        assertKnown(client.get(TOKEN));
                        assertThat(client.get("/").status()).isEqualTo(404);
                    }
                }
            }
        }
    }

    @Nested
    class ATokenOfNobody {

        @Test
        void isRedirected() throws IOException {
            Path log = directory.resolve("access.log");
            try (TestBalancer balancer = redirecting(ignorant.port(), other.port())
                            .accessLog(log)
                            .start();
                    WebClient client = WebClient.of(balancer)) {
                for (int i = 0; i < 3; i++) {
                    assertRedirected(client.get(TOKEN), TOKEN);
                }
                assertThat(ignorant.requests()).hasSize(3);
                assertThat(other.requests()).hasSize(3);
                client.close();
                assertNobodyIsCounted(balancer);
            }
            assertThat(log).content().contains(" shop redirected ").doesNotContain("web-");
        }

        @Test
        void isLikeAnyOtherRequestWithoutARedirect() throws IOException {
            try (TestBalancer balancer = TestBalancer.with()
                            .http()
                            .backend("web-1", ignorant.port())
                            .backend("web-2", other.port())
                            .start();
                    WebClient client = WebClient.of(balancer)) {
                for (int i = 0; i < 3; i++) {
                    HttpMessage response = client.get(TOKEN);
                    assertThat(response.status()).isEqualTo(404);
                    assertThat(response.body()).isEqualTo("not found");
                }
            }
        }
    }

    @Nested
    class SilentBackends {

        /** Both at once, for each takes seconds. */
        @Test
        void keepNeitherATokenNorARedirectFromTheClientForLong() throws IOException {
            try (FakeBackend silent = FakeBackend.start(new Behaviour.Silent());
                    TestBalancer one =
                            redirecting(silent.port(), knowing.port()).start();
                    WebClient knows = WebClient.of(one);
                    TestBalancer all = redirecting(
                                    IntStream.generate(silent::port).limit(12).toArray())
                            .start();
                    WebClient nobody = WebClient.of(all)) {
                long start = System.nanoTime();
                knows.send(request("GET", TOKEN));
                nobody.send(request("GET", TOKEN));
                assertKnown(knows.read("GET"));
                assertRedirected(nobody.read("GET"), TOKEN);
                assertThat(System.nanoTime() - start).isLessThan(15_000_000_000L);
                assertNobodyIsCounted(all);
            }
        }
    }

    @Nested
    class TheAcmeBackend {
        private static final String ACME = "\"acme_backend\": \"acme\"";

        @ParameterizedTest
        @ValueSource(strings = {"enabled", "drain", "backup"})
        void isAskedBeforeThoseThatAnswerEverything(String mode) throws IOException {
            try (HttpBackend page = HttpBackend.named("welcome");
                    TestBalancer balancer = redirecting(page.port(), page.port())
                            .backend("acme", knowing.port(), "\"mode\": \"" + mode + '"')
                            .lb(ACME)
                            .start()) {
                for (int i = 0; i < 4; i++) {
                    try (WebClient client = WebClient.of(balancer)) {
                        assertKnown(client.get(TOKEN));
                        assertKnown(client.get(TOKEN));
                    }
                }
                assertThat(page.accepted()).isZero();
            }
        }

        @Test
        void isNotTheOnlyOne() throws IOException {
            try (TestBalancer balancer = redirecting(knowing.port())
                            .backend("acme", ignorant.port())
                            .lb(ACME)
                            .start();
                    WebClient client = WebClient.of(balancer)) {
                assertKnown(client.get(TOKEN));
                assertThat(ignorant.requests()).hasSize(1);
            }
        }

        @Test
        void isLeftAloneWhenItIsDisabled() throws IOException {
            try (TestBalancer balancer = redirecting(ignorant.port())
                            .backend("acme", knowing.port(), "\"mode\": \"disabled\"")
                            .lb(ACME)
                            .start();
                    WebClient client = WebClient.of(balancer)) {
                assertRedirected(client.get(TOKEN), TOKEN);
                assertThat(knowing.accepted()).isZero();
            }
        }
    }

    @Nested
    class WhatIsNoChallenge {

        @ParameterizedTest
        @CsvSource({
            "GET, ''",
            "GET, a/b",
            "GET, a.b",
            "GET, a%2Fb",
            "GET, ../secret",
            "GET, a?b",
            "GET, a=",
            "GET, aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "POST, a",
            "PUT, a",
            "DELETE, a"
        })
        void isRedirectedUnasked(String method, String token) throws IOException {
            try (HttpBackend page = HttpBackend.named("welcome");
                    TestBalancer balancer = redirecting(page.port()).start();
                    WebClient client = WebClient.of(balancer)) {
                assertRedirected(client.ask(method, PATH + token), PATH + token);
                assertThat(page.accepted()).isZero();
            }
        }

        @Test
        void isOneWithABody() throws IOException {
            try (HttpBackend page = HttpBackend.named("welcome");
                    TestBalancer balancer = redirecting(page.port()).start();
                    WebClient client = WebClient.of(balancer)) {
                client.send(request("GET", TOKEN, "Content-Length: 1") + "x");
                assertRedirected(client.read("GET"), TOKEN);
                assertThat(page.accepted()).isZero();
            }
        }

        @Test
        void isAnyWhenTheyAreOff() throws IOException {
            try (TestBalancer balancer = redirecting(knowing.port())
                            .lb("\"acme_challenges\": \"off\"")
                            .start();
                    WebClient client = WebClient.of(balancer)) {
                assertRedirected(client.get(TOKEN), TOKEN);
                client.close();
                balancer.awaitOutcome(Outcome.REDIRECTED, 1);
                assertThat(knowing.accepted()).isZero();
            }
        }
    }
}
