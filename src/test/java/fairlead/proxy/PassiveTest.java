package fairlead.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.proxy.FakeBackend.Behaviour;
import fairlead.stats.Outcome;
import fairlead.support.FreePort;
import fairlead.support.TestCertificate;
import fairlead.tls.Hello;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients' connections tell of a backend, between checks that are far apart. */
final class PassiveTest {
    private static final String ONCE = "3600"; // seconds: no second check unless something demands it
    private static final String RESETS = "down: connections are reset before it answers";
    private static final int HELLO = Ends.HELLO.length;

    private final List<FakeBackend> started = new ArrayList<>();
    private final AtomicBoolean checksPass = new AtomicBoolean(true);
    private final FakeBackend spare = start(tls(() -> true, new Behaviour.Named("spare")));

    @AfterEach
    void stop() {
        started.forEach(FakeBackend::close);
    }

    private FakeBackend start(Behaviour behaviour) {
        FakeBackend backend = FakeBackend.start(behaviour);
        started.add(backend);
        return backend;
    }

    /** Clients go to {@code web} as long as it may be used, and to {@code spare} then. */
    private TestBalancer.Setup to(int port) {
        return TestBalancer.with().backend("web", port).backend("spare", spare.port(), "\"mode\": \"backup\"");
    }

    /** With {@code web} and {@code spare} checked once and found up. */
    private static TestBalancer up(TestBalancer.Setup setup) {
        TestBalancer balancer = setup.start();
        balancer.awaitStatus("web", "up");
        balancer.awaitStatus("spare", "up");
        return balancer;
    }

    private static TestBalancer.Setup tlsChecks(TestBalancer.Setup setup) {
        return setup.checks("tls", ONCE, "\"host\": \"" + FakeBackend.CHECKED_HOST + '"');
    }

    private static Behaviour tls(BooleanSupplier passes, Behaviour clients) {
        return new Behaviour.TlsChecks(
                TestCertificate.of("checks", "shop.example.com").serverContext(), passes, clients);
    }

    @Nested
    class AFailedConnect {

        @Test
        void countsAndTheThirdInARowTakesTheBackendOut() throws IOException {
            FakeBackend web = start(new Behaviour.Named("web"));
            try (TestBalancer balancer = up(to(web.port()).checks("tcp", ONCE))) {
                assertThat(balancer.servedBy(2)).containsOnly("web");
                web.die();
                assertThat(balancer.servedBy(2)).containsOnly("spare");
                assertThat(balancer.status("web").text()).isEqualTo("up");

                assertThat(balancer.servedBy()).contains("spare");
                assertThat(balancer.status("web").text()).isEqualTo("down: connect refused");
            }
        }

        @Test
        void countsForNothingOnceAnotherHasSucceeded() throws IOException {
            int port = FreePort.pick();
            try (TestBalancer balancer =
                    to(port).checks("tcp", ONCE, "\"port\": " + spare.port()).start()) {
                balancer.awaitStatus("web", "up");
                for (int i = 0; i < 3; i++) {
                    assertThat(balancer.servedBy(2)).containsOnly("spare");
                    try (FakeBackend web = FakeBackend.again(new Behaviour.Named("web"), port)) {
                        assertThat(balancer.servedBy()).contains("web");
                        assertThat(web.accepted()).isEqualTo(1);
                    }
                }
                assertThat(balancer.status("web").text()).isEqualTo("up");
            }
        }

        @Test
        void isForgottenByChecksAloneHoweverLongTheBackendIsBack() throws IOException {
            FakeBackend web = start(new Behaviour.Named("web"));
            try (TestBalancer balancer = up(to(web.port()).checks("tcp", ONCE))) {
                web.die();
                assertThat(balancer.servedBy(3)).containsOnly("spare");
                balancer.awaitChecks("web", 2); // the failure demanded one
                FakeBackend again = FakeBackend.again(new Behaviour.Named("web"), web.port());
                started.add(again);
                assertThat(balancer.servedBy(10)).containsOnly("spare");
                assertThat(balancer.status("web").text()).isEqualTo("down: connect refused");

                balancer.apply(to(again.port()).checks("tcp", "0.05", "\"healthy_threshold\": 2"));
                balancer.awaitStatus("web", "up");
                assertThat(balancer.servedBy(3)).containsOnly("web");
            }
        }
    }

    @Nested
    class AResetBeforeTheFirstByte {

        @Test
        void takesTheBackendOutWhereChecksOnlyConnect() throws IOException {
            FakeBackend web = start(new Behaviour.ResetAfter(HELLO));
            try (TestBalancer balancer = up(to(web.port()).checks("tcp", ONCE))) {
                suffer(balancer, 2);
                assertThat(balancer.status("web").text()).isEqualTo("up");
                suffer(balancer, 3);

                assertThat(balancer.status("web").text()).isEqualTo(RESETS);
                assertThat(balancer.servedBy(3)).containsOnly("spare");
            }
        }

        @Test
        void isNoReasonWhenTheBackendPassesTheCheckThatFollows() throws IOException {
            FakeBackend web = start(tls(checksPass::get, new Behaviour.ResetAfter(HELLO)));
            try (TestBalancer balancer = up(tlsChecks(to(web.port())))) {
                suffer(balancer, 2);
                assertThat(balancer.status("web").checks()).hasSize(1);
                suffer(balancer, 3);
                balancer.awaitChecks("web", 2);
                suffer(balancer, 6);
                balancer.awaitChecks("web", 3);

                assertThat(balancer.status("web").text()).isEqualTo("up");
                assertThat(balancer.status("web").checks()).hasSize(3);
            }
        }

        @Test
        void bringsTheCheckForwardThatFindsTheBackendDown() throws IOException {
            FakeBackend web = start(tls(checksPass::get, new Behaviour.ResetAfter(HELLO)));
            try (TestBalancer balancer = up(tlsChecks(to(web.port())))) {
                checksPass.set(false);
                suffer(balancer, 3);

                balancer.awaitStatus("web", "down: TLS handshake failed: the server closed the connection");
                assertThat(balancer.status("web").checks()).hasSize(2);
                assertThat(balancer.servedBy(3)).containsOnly("spare");
            }
        }

        @Test
        void setsTheBackendAsideWhereThereAreNoChecks() throws IOException {
            FakeBackend web = start(new Behaviour.ResetAfter(HELLO));
            try (TestBalancer balancer = to(web.port()).start()) {
                suffer(balancer, 3);

                assertThat(balancer.status("web").text()).isEqualTo(RESETS);
                assertThat(balancer.servedBy(3)).containsOnly("spare");
            }
        }

        @Test
        void countsForNothingOnceTheBackendHasAnsweredAnother() throws IOException {
            AtomicBoolean resets = new AtomicBoolean();
            FakeBackend web = start(
                    new Behaviour.Either(resets::get, new Behaviour.ResetAfter(HELLO), new Behaviour.Named("web")));
            try (TestBalancer balancer = up(to(web.port()).checks("tcp", ONCE, "\"port\": " + spare.port()))) {
                for (int i = 1; i <= 3; i++) {
                    resets.set(true);
                    suffer(balancer, 2 * i);
                    resets.set(false);
                    assertThat(balancer.servedBy()).contains("web");
                    balancer.awaitOutcome(Outcome.COMPLETED, i);
                }
                assertThat(balancer.status("web").text()).isEqualTo("up");
            }
        }

        /** Connects clients that are reset, until there were so many in all. */
        private void suffer(TestBalancer balancer, int inAll) throws IOException {
            for (long done = balancer.engine().counters().connections(Outcome.BACKEND_RESET); done < inAll; done++) {
                try (Socket client = balancer.connect()) {
                    assertThat(Talk.greet(client, Ends.HELLO)).isEmpty();
                }
                balancer.awaitOutcome(Outcome.BACKEND_RESET, (int) done + 1);
            }
        }
    }

    @Nested
    class AResetAfterTheFirstByte {

        @ParameterizedTest
        @ValueSource(strings = {"tcp", "none"})
        void isTheBusinessOfThoseTwo(String protocol) throws IOException {
            FakeBackend web = start(new Behaviour.ResetAfterAnswer("web", 1));
            TestBalancer.Setup setup = to(web.port());
            try (TestBalancer balancer = up(protocol.equals("none") ? setup : setup.checks(protocol, ONCE))) {
                for (int i = 1; i <= 7; i++) {
                    try (Socket client = balancer.connect()) {
                        assertThat(Talk.greet(client, Ends.HELLO)).contains("web");
                        client.getOutputStream().write('x');
                        assertThat(Talk.endsSilently(client)).isTrue();
                    }
                    balancer.awaitOutcome(Outcome.BACKEND_RESET, i);
                }
                assertThat(balancer.status("web").text()).isEqualTo("up");
            }
        }
    }

    /** More than take a backend out, against backends that a reset of their own would count against. */
    @Nested
    class AClientsOwnFault {
        private static final int TIMES = 7;

        @Test
        void isToResetBeforeTheBackendHasAnswered() throws IOException {
            FakeBackend web = start(new Behaviour.ResetAfter(HELLO + 1));
            try (TestBalancer balancer = up(to(web.port()).checks("tcp", ONCE, "\"port\": " + spare.port()))) {
                for (int i = 1; i <= TIMES; i++) {
                    try (Socket client = balancer.connect()) {
                        client.getOutputStream().write(Ends.HELLO);
                        awaitHellos(web, i);
                        Ends.reset(client);
                    }
                    balancer.awaitOutcome(Outcome.CLIENT_RESET, i);
                }
                assertThat(balancer.status("web").text()).isEqualTo("up");
            }
        }

        /** The backend has nothing more to say then, and does not care how it ends. */
        @Test
        void isToLeaveBeforeTheBackendHasAnswered() throws IOException {
            FakeBackend web = start(new Behaviour.ResetAfter(HELLO + 1));
            try (TestBalancer balancer = up(to(web.port()).checks("tcp", ONCE, "\"port\": " + spare.port()))) {
                for (int i = 1; i <= TIMES; i++) {
                    try (Socket client = balancer.connect()) {
                        client.getOutputStream().write(Ends.HELLO);
                        client.shutdownOutput();
                        assertThat(Talk.endsSilently(client)).isTrue();
                    }
                    balancer.awaitOutcome(Outcome.BACKEND_RESET, i);
                }
                assertThat(balancer.status("web").text()).isEqualTo("up");
                assertThat(web.accepted()).isEqualTo(TIMES);
            }
        }

        @Test
        void isToSayWhatIsNoHello() throws IOException {
            FakeBackend web = start(new Behaviour.ResetAfter(1));
            try (TestBalancer balancer = up(to(web.port()).checks("tcp", ONCE, "\"port\": " + spare.port()))) {
                for (int i = 1; i <= TIMES; i++) {
                    try (Socket garbage = balancer.connect();
                            Socket half = balancer.connect();
                            Socket stranger = balancer.connect()) {
                        garbage.getOutputStream().write(FakeBackend.payload(600));
                        half.getOutputStream().write(Arrays.copyOf(Ends.HELLO, 20));
                        half.shutdownOutput();
                        stranger.getOutputStream()
                                .write(Hello.to("else.example.com").bytes());
                    }
                }
                balancer.awaitOutcome(Outcome.CLIENT_GONE, TIMES);
                Awaitility.await().until(() -> balancer.engine().openConnections() == 0);

                assertThat(web.accepted()).isZero();
                assertThat(balancer.status("web").text()).isEqualTo("up");
            }
        }

        private static void awaitHellos(FakeBackend web, int count) {
            TestBalancer.awaitThat(
                    "hello " + count,
                    () -> assertThat(web.received())
                            .hasSize(count)
                            .allSatisfy(one -> assertThat(one.bytes()).hasSize(HELLO)));
        }
    }
}
