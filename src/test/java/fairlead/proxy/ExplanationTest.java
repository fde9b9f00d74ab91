package fairlead.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.config.Cidr;
import fairlead.proxy.Explanation.Choice;
import fairlead.proxy.Explanation.Stage;
import fairlead.proxy.Explanation.Step;
import fairlead.proxy.FakeBackend.Behaviour;
import fairlead.stats.Outcome;
import fairlead.support.FreePort;
import fairlead.tls.Hello;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a connection that nobody makes, beside what becomes of one that somebody does. */
final class ExplanationTest {
    private static final String LOCAL = "127.0.0.1";

    private final FakeBackend one = FakeBackend.start(new Behaviour.Named("one"));
    private final FakeBackend two = FakeBackend.start(new Behaviour.Named("two"));

    @AfterEach
    void stop() {
        one.close();
        two.close();
    }

    private TestBalancer.Setup shop() {
        return TestBalancer.with().backend("one", one.port()).backend("two", two.port());
    }

    private static Explanation ask(TestBalancer balancer, String host, String... alpn) {
        return ask(balancer, Cidr.literal(LOCAL), host, alpn);
    }

    private static Explanation ask(TestBalancer balancer, InetAddress client, String host, String... alpn) {
        return balancer.engine()
                .explain(new RouteQuestion(
                        balancer.port(),
                        Optional.empty(),
                        Optional.of(host).filter(name -> !name.isEmpty()),
                        List.of(alpn),
                        client,
                        "/"));
    }

    private static String sentence(Explanation explanation, Stage stage) {
        return explanation.steps().stream()
                .filter(step -> step.stage() == stage)
                .map(Step::sentence)
                .findFirst()
                .orElse("");
    }

    private static Choice choice(Explanation explanation, String backend) {
        return explanation.backends().stream()
                .filter(choice -> choice.backend().equals(backend))
                .findFirst()
                .orElseThrow();
    }

    private static void assertEnds(Explanation explanation, Stage stage, Outcome outcome, String answer) {
        assertThat(explanation.steps().getLast().stage()).isEqualTo(stage);
        assertThat(explanation.steps().getLast().passed()).isFalse();
        assertThat(explanation.outcome()).contains(outcome);
        assertThat(explanation.answer()).contains(answer);
        assertThat(explanation.backend()).isEmpty();
    }

    @Nested
    class BesideTheRealThing {

        @ParameterizedTest
        @ValueSource(strings = {"round_robin", "least_connections"})
        void theBackendThatIsNamedIsTheOneThatServes(String algorithm) throws IOException {
            try (TestBalancer balancer =
                    shop().lb("\"algorithm\": \"%s\"".formatted(algorithm)).start()) {
                for (int i = 0; i < 6; i++) {
                    Explanation explanation = ask(balancer, "shop.example.com");

                    assertThat(explanation.backend()).isEqualTo(balancer.servedBy());
                    balancer.awaitOutcome(Outcome.COMPLETED, i + 1);
                }
            }
        }

        @ParameterizedTest
        @CsvSource({
            "shop.example.com, COMPLETED, ''",
            "SHOP.example.com., COMPLETED, ''",
            "a.b.wild.example.com, COMPLETED, ''",
            "wild.example.com, NO_LOAD_BALANCER, alert unrecognized_name (112)",
            "other.example.org, NO_LOAD_BALANCER, alert unrecognized_name (112)",
            "'', NO_LOAD_BALANCER, alert unrecognized_name (112)",
            "192.0.2.1, HELLO_MALFORMED, alert decode_error (50)",
            "<script>alert(1)</script>, HELLO_MALFORMED, alert decode_error (50)",
            "a..b, HELLO_MALFORMED, alert decode_error (50)",
        })
        void theNameLeadsToTheSameEnd(String name, Outcome outcome, String answer) throws IOException {
            try (TestBalancer balancer = shop().hosts("\"shop.example.com\", \"*.wild.example.com\"")
                            .start();
                    Socket client = balancer.connect()) {
                Explanation explanation = ask(balancer, name);
                Hello hello = name.isEmpty() ? Hello.withoutServerName() : Hello.to(name);
                client.getOutputStream().write(hello.bytes());
                client.shutdownOutput();
                client.getInputStream().readAllBytes();

                balancer.awaitOutcome(outcome, 1);
                assertThat(explanation.outcome()).isEqualTo(Optional.of(outcome).filter(o -> o != Outcome.COMPLETED));
                assertThat(explanation.answer().orElse("")).isEqualTo(answer);
            }
        }

        @Test
        void askingAThousandTimesChangesNothing() throws IOException {
            try (TestBalancer asked = shop().start();
                    TestBalancer untouched = shop().start()) {
                for (int i = 0; i < 1000; i++) {
                    var unused = ask(asked, "shop.example.com");
                }

                assertThat(asked.servedBy(5)).isEqualTo(untouched.servedBy(5));
                assertThat(asked.engine().openConnections()).isZero();
                assertThat(asked.engine().admission().openOf(Cidr.literal(LOCAL)))
                        .isZero();
            }
        }
    }

    @Nested
    class Listeners {

        @Test
        void ofWhichThereAreOthersAreListed() throws IOException {
            int free = FreePort.pick();
            try (TestBalancer balancer = shop().start()) {
                Explanation explanation = balancer.engine()
                        .explain(new RouteQuestion(
                                free, Optional.empty(), Optional.empty(), List.of(), Cidr.literal(LOCAL), "/"));

                assertThat(explanation.listener()).isEmpty();
                assertThat(explanation.outcome()).isEmpty();
                assertThat(explanation.answer()).contains("connection refused by the system");
                assertThat(sentence(explanation, Stage.LISTENER))
                        .isEqualTo("Nothing listens on port %d. There is :%d.".formatted(free, balancer.port()));
            }
        }

        @Test
        void tellWhetherAPROXYHeaderIsDue() {
            String trusting = "\"accept_proxy_protocol\": true, \"trusted_proxies\": [\"127.0.0.0/8\"]";
            try (TestBalancer balancer = shop().listener(trusting).start()) {
                assertThat(sentence(ask(balancer, "shop.example.com"), Stage.PROXY_HEADER))
                        .contains("have to begin with a PROXY header");
                assertThat(sentence(ask(balancer, Cidr.literal("203.0.113.9"), "shop.example.com"), Stage.PROXY_HEADER))
                        .contains("no PROXY header is read");
            }
        }

        @Test
        void capTheirClients() throws IOException {
            try (TestBalancer balancer =
                            shop().listener("\"max_connections_per_client\": 1").start();
                    Socket client = balancer.connect()) {
                Talk.greet(client, Hello.to("shop.example.com").bytes());

                Explanation explanation = ask(balancer, client.getLocalAddress(), "shop.example.com");

                assertEnds(explanation, Stage.CLIENT_CAP, Outcome.TOO_MANY_FROM_CLIENT, "closed without a word");
                assertThat(ask(balancer, Cidr.literal("203.0.113.9"), "shop.example.com")
                                .outcome())
                        .isEmpty();
            }
        }
    }

    @Nested
    class Names {

        @ParameterizedTest
        @CsvSource({
            "shpo.example.com, Was shop.example.com meant?",
            "wild.example.com, '*.wild.example.com stands for what is below wild.example.com, not for the name itself.'",
        })
        void thatAreNearAreNamed(String name, String hint) {
            try (TestBalancer balancer =
                    shop().hosts("\"shop.example.com\", \"*.wild.example.com\"").start()) {
                assertThat(sentence(ask(balancer, name), Stage.LOAD_BALANCER)).endsWith(hint);
            }
        }

        @Test
        void mayBeServedOnAnotherListener() {
            int other = FreePort.pick();
            String second = """
                    {"name": "other", "hosts": ["other.example.com"], "health_check": {"protocol": "none"},
                     "forwarding_rules": [{"entry_protocol": "https", "entry_port": %d, "target_protocol": "https",
                       "target_port": 443, "tls_passthrough": true}], "backends": []}""".formatted(other);
            try (TestBalancer balancer = shop().also(second).start()) {
                assertThat(sentence(ask(balancer, "other.example.com"), Stage.LOAD_BALANCER))
                        .endsWith("It is served on :%d.".formatted(other));
            }
        }

        @Test
        void goToTheCatchAllWhenNobodyListsThem() {
            try (TestBalancer balancer = shop().hosts("").start()) {
                assertThat(sentence(ask(balancer, "any.example.com"), Stage.LOAD_BALANCER))
                        .isEqualTo("shop has no hosts, so it takes all that no other lists.");
                assertThat(sentence(ask(balancer, ""), Stage.LOAD_BALANCER))
                        .isEqualTo("shop has no hosts, so it takes what has no name.");
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"\u202egpj.exe", "<img src=x onerror=alert(1)>", "a\r\nb", "m\u00fcnchen.example"})
        void thatAreHostileAreNotRepeated(String name) {
            try (TestBalancer balancer = shop().start()) {
                Explanation explanation = ask(balancer, name);

                assertEnds(explanation, Stage.NAME, Outcome.HELLO_MALFORMED, "alert decode_error (50)");
                assertThat(explanation.toString()).doesNotContain(name);
            }
        }

        @Test
        void thatAreTooLongAreMalformed() {
            try (TestBalancer balancer = shop().start()) {
                assertEnds(
                        ask(balancer, "a.".repeat(150)),
                        Stage.NAME,
                        Outcome.HELLO_MALFORMED,
                        "alert decode_error (50)");
            }
        }
    }

    @Nested
    class Firewalls {

        @ParameterizedTest
        @CsvSource({
            "203.0.113.9, false, 203.0.113.9 is denied by 203.0.113.0/24.",
            "10.1.2.3, true, 10.1.2.3 is allowed by 10.0.0.0/8.",
            "192.0.2.1, false, 192.0.2.1 is not on the allow list.",
        })
        void nameTheRuleThatDecides(String client, boolean passed, String sentence) {
            String firewall = "\"firewall\": {\"allow\": [\"cidr:10.0.0.0/8\"], \"deny\": [\"cidr:203.0.113.0/24\"]}";
            try (TestBalancer balancer = shop().lb(firewall).start()) {
                Explanation explanation = ask(balancer, Cidr.literal(client), "shop.example.com");

                assertThat(explanation.steps()).contains(new Step(Stage.FIREWALL, passed, sentence));
                assertThat(explanation.outcome().isPresent()).isEqualTo(!passed);
            }
        }
    }

    @Nested
    class Backends {

        @Test
        void standInTheOrderInWhichTheyWouldBeTriedWithTheReason() {
            try (TestBalancer balancer = TestBalancer.with()
                    .backend("spare", one.port(), "\"mode\": \"backup\"")
                    .backend("off", one.port(), "\"mode\": \"disabled\"")
                    .backend("leaving", one.port(), "\"mode\": \"drain\"")
                    .backend("one", one.port(), "\"weight\": 3")
                    .start()) {
                Explanation explanation = ask(balancer, "shop.example.com");

                assertThat(explanation.backends())
                        .extracting(Choice::backend)
                        .containsExactly("one", "spare", "off", "leaving");
                assertThat(choice(explanation, "one").reason()).isEqualTo("tried first; 0 open, weight 3");
                assertThat(choice(explanation, "one").address()).isEqualTo("127.0.0.1:" + one.port());
                assertThat(choice(explanation, "spare").reason()).startsWith("a backup: ");
                assertThat(choice(explanation, "off").reason()).contains("disabled");
                assertThat(choice(explanation, "leaving").reason()).contains("drain");
                assertThat(choice(explanation, "leaving").position()).isEmpty();
            }
        }

        @Test
        void thatAreDownComeLastOrNotAtAll() {
            int closed = FreePort.pick();
            TestBalancer.Setup setup =
                    TestBalancer.with().backend("one", closed).checks("tcp", "0.2");
            try (TestBalancer balancer = setup.start()) {
                balancer.awaitStatus("one", "down: connect refused");

                assertThat(ask(balancer, "shop.example.com").backend()).contains("one");
            }
            try (TestBalancer balancer =
                    setup.lb("\"all_unhealthy\": \"refuse\"").start()) {
                balancer.awaitStatus("one", "down: connect refused");
                Explanation explanation = ask(balancer, "shop.example.com");

                assertEnds(explanation, Stage.BACKEND, Outcome.NO_BACKEND, "alert internal_error (80)");
                assertThat(choice(explanation, "one").reason()).contains("all_unhealthy is refuse");
            }
        }

        @Test
        void thatAreFullAreWaitedFor() throws IOException {
            try (TestBalancer balancer = TestBalancer.with()
                            .backend("one", one.port(), "\"max_connections\": 1")
                            .start();
                    Socket client = balancer.connect()) {
                assertThat(Talk.greet(client, Hello.to("shop.example.com").bytes()))
                        .contains("one");

                Explanation explanation = ask(balancer, "shop.example.com");

                assertThat(sentence(explanation, Stage.BACKEND)).contains("waits for a place up to 5.0 s");
                assertThat(explanation.backend()).contains("one");
            }
        }

        @Test
        void answerAChallengeAlone() {
            try (TestBalancer balancer = shop().lb("\"acme_backend\": \"two\"").start()) {
                Explanation explanation = ask(balancer, "shop.example.com", "acme-tls/1");

                assertThat(explanation.backend()).contains("two");
                assertThat(choice(explanation, "one").reason()).contains("only acme_backend");
                assertThat(sentence(explanation, Stage.CHALLENGE)).contains("acme_backend two");
            }
        }

        @Test
        void keepTheirClientsWithSourceIp() throws IOException {
            try (TestBalancer balancer =
                    shop().lb("\"sticky_sessions\": {\"type\": \"source_ip\"}").start()) {
                Explanation explanation = ask(balancer, "shop.example.com");

                assertThat(explanation.backend()).isEqualTo(balancer.servedBy());
                assertThat(sentence(explanation, Stage.ALGORITHM)).contains("source_ip");
            }
        }
    }

    @Nested
    class Requests {

        private static Explanation ask(TestBalancer balancer, Optional<String> host, String path) {
            return balancer.engine()
                    .explain(new RouteQuestion(
                            balancer.port(), Optional.empty(), host, List.of(), Cidr.literal(LOCAL), path));
        }

        @Test
        void areRedirected() {
            try (TestBalancer balancer = shop().redirecting(8443).start()) {
                Explanation explanation = ask(balancer, Optional.of("shop.example.com"), "/cart?id=7");

                assertThat(explanation.outcome()).contains(Outcome.REDIRECTED);
                assertThat(explanation.answer())
                        .contains("HTTP 307, Location: https://shop.example.com:8443/cart?id=7");
            }
        }

        @Test
        void areForwarded() {
            try (TestBalancer balancer = shop().http().start()) {
                assertThat(ask(balancer, Optional.of("shop.example.com:81"), "/")
                                .backend())
                        .contains("one");
            }
        }

        @Test
        void thatAreChallengesGoToAllBackends() {
            try (TestBalancer balancer =
                    shop().redirecting(8443).lb("\"acme_backend\": \"two\"").start()) {
                Explanation explanation =
                        ask(balancer, Optional.of("shop.example.com"), "/.well-known/acme-challenge/abc");

                assertThat(explanation.backend()).contains("two");
                assertThat(sentence(explanation, Stage.CHALLENGE)).contains("one after another");
            }
        }

        @ParameterizedTest
        @CsvSource({
            "other.example.org, NO_LOAD_BALANCER, HTTP 404",
            "<b>, REQUEST_MALFORMED, HTTP 400",
            "a/b, REQUEST_MALFORMED, HTTP 400"
        })
        void areRefused(String host, Outcome outcome, String answer) {
            try (TestBalancer balancer = shop().http().start()) {
                Explanation explanation = ask(balancer, Optional.of(host), "/");

                assertThat(explanation.outcome()).contains(outcome);
                assertThat(explanation.answer()).contains(answer);
            }
        }

        @Test
        void cannotSmuggleFieldsIntoTheRehearsal() {
            try (TestBalancer balancer = shop().http().start()) {
                assertThat(ask(balancer, Optional.of("shop.example.com\r\nX: y"), "/")
                                .outcome())
                        .contains(Outcome.REQUEST_MALFORMED);
                assertThat(ask(balancer, Optional.empty(), "/").outcome()).contains(Outcome.REQUEST_MALFORMED);
            }
        }
    }

    @Test
    void onATcpPortNothingIsRead() {
        try (TestBalancer balancer = shop().tcp().start()) {
            Explanation explanation = ask(balancer, "whatever");

            assertThat(explanation.backend()).contains("one");
            assertThat(sentence(explanation, Stage.LOAD_BALANCER)).contains("nothing is read");
        }
    }
}
