package fairlead.proxy;

import static fairlead.proxy.TestBalancer.awaitThat;
import static org.assertj.core.api.Assertions.assertThat;

import fairlead.proxy.FakeBackend.Behaviour;
import fairlead.proxy.OpenConnection.State;
import fairlead.stats.ConnectionRecord;
import fairlead.stats.Counters;
import fairlead.stats.Outcome;
import fairlead.tls.Hello;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What can be seen of connections from outside, and done to them. */
final class OpenConnectionsTest {
    private static final int PAYLOAD = 100_000;

    private static OpenConnection only(TestBalancer balancer) {
        List<OpenConnection> open = balancer.engine().connections();
        assertThat(open).hasSize(1);
        return open.getFirst();
    }

    /** Waits until the one connection is there. */
    private static OpenConnection awaitState(TestBalancer balancer, State state) {
        awaitThat(
                state.word(),
                () -> assertThat(balancer.engine().connections())
                        .extracting(OpenConnection::state)
                        .containsExactly(state));
        return only(balancer);
    }

    private static void awaitNone(TestBalancer balancer) {
        awaitThat(
                "no connection",
                () -> assertThat(balancer.engine().connections()).isEmpty());
    }

    @Nested
    class APassthroughConnection {

        @Test
        void tellsAllThatIsKnownOfIt() throws IOException {
            try (Ends ends = Ends.open()) {
                ends.client().getOutputStream().write(new byte[PAYLOAD]);
                ends.backend().getInputStream().readNBytes(PAYLOAD);
                ends.backend().getOutputStream().write(new byte[PAYLOAD * 2]);
                ends.client().getInputStream().readNBytes(PAYLOAD * 2);
                awaitThat(
                        "the bytes",
                        () -> assertThat(only(ends.balancer()).bytesOut()).isEqualTo(PAYLOAD * 2));

                OpenConnection seen = only(ends.balancer());
                assertThat(seen.bytesIn()).isEqualTo(Ends.HELLO.length + PAYLOAD);
                assertThat(seen.state()).isEqualTo(State.RELAYING);
                assertThat(seen.id()).matches("[0-9a-f]{16}");
                assertThat(seen.client())
                        .isEqualTo(new InetSocketAddress(
                                ends.client().getLocalAddress(), ends.client().getLocalPort()));
                assertThat(seen.listener()).isEqualTo(":" + ends.balancer().port());
                assertThat(seen.sni()).contains("shop.example.com");
                assertThat(seen.host()).isEmpty();
                assertThat(seen.tlsVersions()).isNotEmpty();
                assertThat(seen.loadBalancer()).contains("shop");
                assertThat(seen.backend()).contains("web-1");
                assertThat(seen.upstream())
                        .contains("127.0.0.1:" + ends.backend().getLocalPort());
                assertThat(seen.connect()).isPresent();
            }
        }

        @Test
        void isSeenBeforeItHasSaidAnything() throws IOException {
            try (TestBalancer balancer = TestBalancer.with().backend("web-1", 1).start();
                    Socket client = balancer.connect()) {
                OpenConnection seen = awaitState(balancer, State.READING_HELLO);
                assertThat(seen.client().getPort()).isEqualTo(client.getLocalPort());
                assertThat(seen.loadBalancer()).isEmpty();
                assertThat(seen.backend()).isEmpty();
                assertThat(seen.bytesIn()).isZero();
            }
        }

        @Test
        void isSeenWhileItsProxyHeaderIsDue() throws IOException {
            TestBalancer.Setup setup = TestBalancer.with()
                    .backend("web-1", 1)
                    .listener("\"accept_proxy_protocol\": true", "\"trusted_proxies\": [\"127.0.0.1\", \"::1\"]");
            try (TestBalancer balancer = setup.start();
                    Socket client = balancer.connect()) {
                awaitState(balancer, State.READING_PROXY_HEADER);
                client.getOutputStream().write(Talk.bytes("PROXY TCP4 203.0.113.9 192.0.2.1 51234 443\r\n"));
                OpenConnection seen = awaitState(balancer, State.READING_HELLO);
                assertThat(seen.client()).isEqualTo(new InetSocketAddress("203.0.113.9", 51234));
            }
        }

        @Test
        void isSeenWhileItWaitsForAFullBackend() throws IOException {
            try (FakeBackend backend = FakeBackend.start(new Behaviour.Named("web-1"));
                    TestBalancer balancer = TestBalancer.with()
                            .backend("web-1", backend.port(), "\"max_connections\": 1")
                            .lb("\"queue\": {\"max_waiting\": 10, \"timeout_seconds\": 20}")
                            .start();
                    Socket first = balancer.connect();
                    Socket second = balancer.connect()) {
                assertThat(Talk.greet(first, Ends.HELLO)).contains("web-1");
                second.getOutputStream().write(Ends.HELLO);
                balancer.awaitWaiting("web-1", 1);
                OpenConnection waiting = balancer.engine().connections().stream()
                        .filter(one -> one.client().getPort() == second.getLocalPort())
                        .findFirst()
                        .orElseThrow();
                assertThat(waiting.state()).isEqualTo(State.WAITING);
                assertThat(waiting.loadBalancer()).contains("shop");
                assertThat(waiting.backend()).isEmpty();
                first.close();
                assertThat(Talk.line(second.getInputStream())).contains("web-1");
            }
        }

        @Test
        void isGoneWhenItHasEndedAndThenAmongTheLatest() throws IOException {
            try (Ends ends = Ends.open()) {
                String id = only(ends.balancer()).id();
                ends.client().close();
                ends.backend().close();
                awaitNone(ends.balancer());
                assertThat(ends.balancer().engine().recent())
                        .extracting(ConnectionRecord::id)
                        .containsExactly(id);
            }
        }

        @Test
        void comesAfterThoseThatAreOlder() throws IOException {
            try (Ends first = Ends.open();
                    Ends second = first.another();
                    Ends third = second.another()) {
                assertThat(third.balancer().engine().connections())
                        .extracting(seen -> seen.client().getPort())
                        .containsExactly(
                                first.client().getLocalPort(),
                                second.client().getLocalPort(),
                                third.client().getLocalPort());
            }
        }
    }

    @Nested
    class AnHttpConnection {
        private final CountDownLatch answer = new CountDownLatch(1);

        private TestBalancer balancer(HttpBackend backend) {
            return TestBalancer.with().http().backend("web-1", backend.port()).start();
        }

        @Test
        void tellsOfTheRequestUnderWay() throws Exception {
            try (HttpBackend backend = HttpBackend.start(visit -> {
                        await(answer);
                        visit.reply(200, "hello");
                    });
                    TestBalancer balancer = balancer(backend);
                    WebClient client = WebClient.of(balancer)) {
                awaitState(balancer, State.READING_REQUEST);
                String request = WebClient.request("GET", "/");
                client.send(request);
                OpenConnection seen = awaitState(balancer, State.EXCHANGING);
                awaitThat(
                        "the backend",
                        () -> assertThat(only(balancer).backend()).contains("web-1"));
                assertThat(seen.sni()).isEmpty();
                assertThat(seen.host()).contains("shop.example.com");
                assertThat(seen.bytesIn()).isEqualTo(request.length());
                answer.countDown();
                assertThat(client.read("GET").body()).isEqualTo("hello");
            }
        }

        @Test
        void tellsOfTheLatestRequestWhileItRestsAndOfAllItsBytes() throws IOException {
            try (HttpBackend backend = HttpBackend.named("web-1");
                    TestBalancer balancer = balancer(backend);
                    WebClient client = WebClient.of(balancer)) {
                client.get("/");
                client.get("/");
                OpenConnection seen = awaitState(balancer, State.IDLE);
                assertThat(seen.host()).contains("shop.example.com");
                assertThat(seen.loadBalancer()).contains("shop");
                assertThat(seen.backend()).contains("web-1");
                assertThat(seen.bytesIn())
                        .isEqualTo(2L * WebClient.request("GET", "/").length());
                assertThat(seen.bytesOut()).isPositive();
            }
        }

        @Test
        void countsWhatItSpeaksAfterAnUpgrade() throws IOException {
            String upgrade = WebClient.request("GET", "/", "Connection: upgrade", "Upgrade: websocket");
            try (HttpBackend backend = HttpBackend.start(visit -> {
                        visit.send("HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n");
                        visit.in().transferTo(visit.out());
                    });
                    TestBalancer balancer = balancer(backend);
                    WebClient client = WebClient.of(balancer)) {
                client.send(upgrade + "early");
                client.read("GET");
                assertThat(client.read(5)).isEqualTo("early");
                client.send("later");
                assertThat(client.read(5)).isEqualTo("later");
                OpenConnection seen = awaitState(balancer, State.RELAYING);
                assertThat(seen.bytesIn()).isEqualTo(upgrade.length() + 10L);
                assertThat(traffic(balancer).bytesIn()).isEqualTo(upgrade.length() + 10L);
            }
        }
    }

    @Nested
    class ClosingOne {

        @Test
        void cutsARelayAndNoOther() throws IOException {
            try (Ends ends = Ends.open();
                    Ends other = ends.another()) {
                assertThat(ends.balancer().engine().close(idOf(ends.client(), ends.balancer())))
                        .isPresent();
                assertThat(Talk.endsSilently(ends.client())).isTrue();
                assertThat(Talk.endsSilently(ends.backend())).isTrue();
                ends.balancer().awaitOutcome(Outcome.CLOSED_BY_OPERATOR, 1);
                other.client().getOutputStream().write('x');
                assertThat(other.backend().getInputStream().read()).isEqualTo('x');
            }
        }

        @Test
        void cutsOneThatHasNotSaidHello() throws IOException {
            try (TestBalancer balancer = TestBalancer.with().backend("web-1", 1).start();
                    Socket client = balancer.connect()) {
                OpenConnection seen = awaitState(balancer, State.READING_HELLO);
                assertThat(balancer.engine().close(seen.id())).isPresent();
                assertThat(Talk.endsSilently(client)).isTrue();
                balancer.awaitOutcome(Outcome.CLOSED_BY_OPERATOR, 1);
            }
        }

        @Test
        void cutsOneBetweenTwoRequests() throws IOException {
            try (HttpBackend backend = HttpBackend.named("web-1");
                    TestBalancer balancer = TestBalancer.with()
                            .http()
                            .backend("web-1", backend.port())
                            .start();
                    WebClient client = WebClient.of(balancer)) {
                client.get("/");
                assertThat(balancer.engine()
                                .close(awaitState(balancer, State.IDLE).id()))
                        .isPresent();
                assertThat(client.isEnded()).isTrue();
                balancer.awaitOutcome(Outcome.CLOSED_BY_OPERATOR, 1);
            }
        }

        @Test
        void cutsOneThatWaitsForAnAnswer() throws IOException {
            CountDownLatch never = new CountDownLatch(1);
            try (HttpBackend backend = HttpBackend.start(visit -> OpenConnectionsTest.await(never));
                    TestBalancer balancer = TestBalancer.with()
                            .http()
                            .backend("web-1", backend.port())
                            .start();
                    WebClient client = WebClient.of(balancer)) {
                client.send(WebClient.request("GET", "/"));
                assertThat(balancer.engine()
                                .close(awaitState(balancer, State.EXCHANGING).id()))
                        .isPresent();
                assertThat(client.isEnded()).isTrue();
                balancer.awaitOutcome(Outcome.CLOSED_BY_OPERATOR, 1);
                never.countDown();
            }
        }

        @Test
        void doesNothingToIdsThatNobodyHas() throws IOException {
            try (Ends ends = Ends.open()) {
                assertThat(ends.balancer().engine().close("0000000000000000")).isEmpty();
                assertThat(ends.balancer().engine().close("")).isEmpty();
                assertThat(only(ends.balancer()).state()).isEqualTo(State.RELAYING);
            }
        }

        private static String idOf(Socket client, TestBalancer balancer) {
            return balancer.engine().connections().stream()
                    .filter(seen -> seen.client().getPort() == client.getLocalPort())
                    .findFirst()
                    .orElseThrow()
                    .id();
        }
    }

    @Nested
    class TheTrafficOfOpenOnes {

        @Test
        void isWhatTheCountersDoNotHaveYet() throws IOException {
            try (Ends ends = Ends.open()) {
                ends.client().getOutputStream().write(new byte[PAYLOAD]);
                ends.backend().getInputStream().readNBytes(PAYLOAD);
                Counters.Key key = new Counters.Key(":" + ends.balancer().port(), "shop", "web-1");
                awaitThat(
                        "its bytes",
                        () -> assertThat(ends.balancer().engine().openTraffic())
                                .isEqualTo(Map.of(key, new OpenTraffic(1, Ends.HELLO.length + PAYLOAD, 0))));
                ends.client().close();
                ends.backend().close();
                awaitThat(
                        "nothing",
                        () -> assertThat(ends.balancer().engine().openTraffic()).isEmpty());
                assertThat(ends.balancer().engine().counters().tallies().get(key))
                        .extracting(tally -> tally.bytesIn())
                        .isEqualTo((long) Ends.HELLO.length + PAYLOAD);
            }
        }

        @Test
        void leavesOutTheRequestsThatAreCounted() throws IOException {
            try (HttpBackend backend = HttpBackend.named("web-1");
                    TestBalancer balancer = TestBalancer.with()
                            .http()
                            .backend("web-1", backend.port())
                            .start();
                    WebClient client = WebClient.of(balancer)) {
                client.get("/");
                awaitState(balancer, State.IDLE);
                assertThat(traffic(balancer)).isEqualTo(new OpenTraffic(1, 0, 0));
            }
        }

        @Test
        void neverCountsAByteTwice() throws Exception {
            int clients = 300;
            byte[] hello = Hello.to("shop.example.com").bytes();
            try (FakeBackend backend = FakeBackend.start(new Behaviour.ReplyAtEnd(PAYLOAD));
                    TestBalancer balancer =
                            TestBalancer.with().backend("web-1", backend.port()).start()) {
                CompletableFuture<Void> traffic = Ends.meanwhile(() -> {
                    for (int i = 0; i < clients; i++) {
                        try (Socket client = balancer.connect()) {
                            client.getOutputStream().write(hello);
                            client.shutdownOutput();
                            client.getInputStream().readAllBytes();
                        }
                    }
                });
                long most = 0;
                while (!traffic.isDone()) {
                    most = Math.max(most, bytesOut(balancer));
                }
                traffic.join();
                awaitThat("all", () -> assertThat(bytesOut(balancer)).isEqualTo((long) clients * PAYLOAD));
                assertThat(most).isPositive().isLessThanOrEqualTo((long) clients * PAYLOAD);
            }
        }

        /** In the order that {@link OpenTraffic} asks for. */
        private static long bytesOut(TestBalancer balancer) {
            long counted = balancer.engine().counters().tallies().values().stream()
                    .mapToLong(tally -> tally.bytesOut())
                    .sum();
            return counted + traffic(balancer).bytesOut();
        }
    }

    private static OpenTraffic traffic(TestBalancer balancer) {
        return balancer.engine().openTraffic().values().stream().reduce(OpenTraffic.NONE, OpenTraffic::plus);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
