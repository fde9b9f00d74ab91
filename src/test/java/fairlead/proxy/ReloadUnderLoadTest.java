package fairlead.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fairlead.proxy.FakeBackend.Behaviour;
import fairlead.stats.Outcome;
import fairlead.support.FreePort;
import fairlead.tls.Hello;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A hundred reloads while hundreds of connections carry data: none is cut, none goes to a wrong backend. */
@Timeout(120)
final class ReloadUnderLoadTest {
    private static final int RELOADS = 100;
    private static final int CLIENTS = 200;
    private static final int VISITORS = 2;
    private static final Duration PACE = Duration.ofMillis(25); // leaves some processor to new connections

    private final FakeBackend shop1 = FakeBackend.start(new Behaviour.Named("shop"));
    private final FakeBackend shop2 = FakeBackend.start(new Behaviour.Named("shop"));
    private final FakeBackend blog = FakeBackend.start(new Behaviour.Named("blog"));
    private final int extraPort = FreePort.pick();

    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicLong rounds = new AtomicLong();
    private final AtomicInteger connections = new AtomicInteger();
    private final Queue<String> mistakes = new ConcurrentLinkedQueue<>();

    @AfterEach
    void stop() {
        stop.set(true);
        shop1.close();
        shop2.close();
        blog.close();
    }

    @Test
    void cutsNoConnectionAndSendsNoneToAWrongBackend() throws InterruptedException {
        try (TestBalancer balancer = setup(0).start()) {
            CountDownLatch greeted = new CountDownLatch(CLIENTS);
            List<Thread> threads = IntStream.range(0, CLIENTS + VISITORS)
                    .mapToObj(n -> Thread.ofPlatform().start(() -> {
                        if (n < CLIENTS) {
                            stay(balancer, n, greeted);
                        } else {
                            comeAndGo(balancer, n);
                        }
                    }))
                    .toList();
            greeted.await();
            for (int n = 1; n <= RELOADS; n++) {
                long before = rounds.get();
                balancer.apply(setup(n));
                await().pollInterval(Duration.ofMillis(1))
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> rounds.get() > before + 50 || !mistakes.isEmpty());
            }
            stop.set(true);
            for (Thread thread : threads) {
                thread.join();
            }

            assertThat(mistakes).isEmpty();
            await().until(() -> balancer.engine().openConnections() == 0);
            balancer.awaitOutcome(Outcome.COMPLETED, connections.get());
            assertThat(connections.get()).isGreaterThan(CLIENTS + 2);
            assertThat(balancer.engine().admission().open()).isZero();
            assertThat(balancer.engine().snapshot().pools().values()).allSatisfy(pool -> {
                assertThat(pool.connections()).isZero();
                assertThat(pool.backends()).allMatch(backend -> backend.connections() == 0);
            });
        }
    }

    /** One backend of the shop stays; the other, a load balancer and a listener come and go, and weights change. */
    private TestBalancer.Setup setup(int n) {
        TestBalancer.Setup setup = TestBalancer.with()
                .backend("shop-1", shop1.port(), "\"weight\": " + (1 + n % 5))
                .lb("\"algorithm\": \"%s\"".formatted(n % 3 == 0 ? "round_robin" : "least_connections"))
                .also(other("blog", "\"blog.example.com\"", "%PORT%"));
        if (n % 2 == 0) {
            setup.backend("shop-2", shop2.port());
        }
        if (n % 4 < 2) {
            setup.also(other("wiki", "\"wiki.example.com\"", "%PORT%"));
        }
        if (n % 8 < 4) {
            setup.also(other("extra", "", Integer.toString(extraPort)));
        }
        return setup;
    }

    private String other(String name, String hosts, String port) {
        return """
                {"name": "%s", "hosts": [%s],
                 "forwarding_rules": [{"entry_protocol": "https", "entry_port": %s,
                   "target_protocol": "https", "target_port": 443, "tls_passthrough": true}],
                 "backends": [{"name": "%s", "address": "127.0.0.1", "port": %d}]}
                """.formatted(name, hosts, port, name, blog.port());
    }

    /** Echoes all the time over one connection. */
    private void stay(TestBalancer balancer, int n, CountDownLatch greeted) {
        connections.incrementAndGet();
        try (Socket client = balancer.connect()) {
            greet(client, n);
            greeted.countDown();
            while (!stop.get()) {
                echo(client, n);
                LockSupport.parkNanos(PACE.toNanos());
            }
            client.shutdownOutput();
            if (client.getInputStream().read() >= 0) {
                mistakes.add("client %d got more than its own".formatted(n));
            }
        } catch (IOException e) {
            mistakes.add("client %d: %s".formatted(n, e));
        } finally {
            greeted.countDown();
        }
    }

    /** Opens one connection after the other. */
    private void comeAndGo(TestBalancer balancer, int n) {
        while (!stop.get()) {
            connections.incrementAndGet();
            try (Socket client = balancer.connect()) {
                greet(client, n);
                client.shutdownOutput();
                if (client.getInputStream().read() >= 0) {
                    mistakes.add("visitor %d got more than its own".formatted(n));
                }
            } catch (IOException e) {
                mistakes.add("visitor %d: %s".formatted(n, e));
            }
        }
    }

    private void greet(Socket client, int n) throws IOException {
        String name = n % 2 == 0 ? "shop" : "blog";
        byte[] hello = Hello.to(name + ".example.com").bytes();
        String answer = Talk.greet(client, hello).orElse("nobody");
        if (!answer.equals(name)) {
            mistakes.add("client %d wanted %s and got %s".formatted(n, name, answer));
        }
        if (!Arrays.equals(client.getInputStream().readNBytes(hello.length), hello)) {
            mistakes.add("the hello of client %d was changed".formatted(n));
        }
    }

    private void echo(Socket client, int n) throws IOException {
        byte[] sent = FakeBackend.payload(700 + n); // differs from client to client
        client.getOutputStream().write(sent);
        if (!Arrays.equals(client.getInputStream().readNBytes(sent.length), sent)) {
            mistakes.add("what client %d sent did not come back".formatted(n));
        }
        rounds.incrementAndGet();
    }
}
