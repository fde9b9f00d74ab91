package fairlead.health.certificate;

import static fairlead.health.certificate.Certificates.loadBalancer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fairlead.config.Config;
import fairlead.config.LoadBalancerConfig;
import fairlead.health.finding.Finding;
import fairlead.health.finding.Finding.Kind;
import fairlead.health.finding.Findings;
import fairlead.health.finding.StateFile;
import fairlead.health.probe.Handshake;
import fairlead.health.probe.HandshakeFailed;
import fairlead.pool.Backend;
import fairlead.pool.Pool;
import fairlead.stats.EventLog;
import fairlead.support.TestCertificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class CertificateWatchTest {
    private static final Duration OFTEN = Duration.ofMillis(50);
    private static final Duration SELDOM = Duration.ofHours(1);
    private static final Handshake ONE = handshake("one", Optional.of("h2"));
    private static final Handshake ANOTHER = handshake("another", Optional.of("h2"));

    private final Map<String, Handshake> served = new ConcurrentHashMap<>(); // by address
    private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
    private final Findings findings = new Findings(new EventLog(), new StateFile());
    private volatile CertificateWatch.Handshakes backends = (address, name, header, timeout) -> {
        String ip = address.getAddress().getHostAddress();
        asked.add("%s:%d %s".formatted(ip, address.getPort(), name.orElse("-")));
        return Optional.ofNullable(served.get(ip)).orElseThrow(() -> new HandshakeFailed("connect refused", false));
    };
    private final Set<Thread> lookers = ConcurrentHashMap.newKeySet();
    private Map<String, Pool> pools = Map.of();
    private Optional<CertificateWatch> started = Optional.empty();

    @AfterEach
    void close() {
        started.ifPresent(CertificateWatch::close);
        await().until(() -> threads().isEmpty());
    }

    @Nested
    class Looking {
        @Test
        void beginsAtOnceWithEveryHostOfEveryBackend() {
            served.put("10.0.0.1", ONE);
            served.put("10.0.0.2", ONE);
            watch(SELDOM, loadBalancer("shop", "a.example.com *.b.example.com", 443, "10.0.0.1 10.0.0.2"));
            await().until(() -> watch().served().size() == 4);
            assertThat(asked)
                    .containsExactlyInAnyOrder(
                            "10.0.0.1:443 a.example.com",
                            "10.0.0.1:443 www.b.example.com",
                            "10.0.0.2:443 a.example.com",
                            "10.0.0.2:443 www.b.example.com");
            assertThat(watch().served())
                    .extracting(one -> one.backend() + ' ' + one.host().orElseThrow())
                    .containsExactly(
                            "web-1 a.example.com",
                            "web-1 www.b.example.com",
                            "web-2 a.example.com",
                            "web-2 www.b.example.com");
        }

        @Test
        void goesOnInTurns() {
            served.put("10.0.0.1", ONE);
            watch(OFTEN, loadBalancer("shop", "a.example.com b.example.com", 443, "10.0.0.1"));
            await().until(() -> asked.size() >= 8);
            List<String> first = asked.stream().limit(8).toList();
            assertThat(first).filteredOn("10.0.0.1:443 a.example.com"::equals).hasSizeBetween(3, 5);
        }

        @Test
        void takesOnlySoManyHostsAtATimeAndTheOthersTheNextTime() {
            served.put("10.0.0.1", ONE);
            String hosts = IntStream.range(0, 100)
                    .mapToObj("h%d.example.com"::formatted)
                    .collect(Collectors.joining(" "));
            watch(Duration.ofSeconds(2), loadBalancer("shop", hosts, 443, "10.0.0.1"));
            await().until(() -> asked.size() >= CertificateLookout.MOST_LOOKS);
            assertThat(asked).hasSize(CertificateLookout.MOST_LOOKS);
            await().until(() -> watch().served().size() == 100);
        }

        @Test
        void leavesOutWhatIsNotPassedThroughAndWhatIsDisabled() {
            served.put("10.0.0.1", ONE);
            String plain = """
                    {"name": "plain", "backends": [{"name": "web-9", "address": "10.0.0.9"}],
                     "forwarding_rules": [{"entry_protocol": "tcp", "entry_port": 5432,
                                           "target_protocol": "tcp", "target_port": 5432}]}""";
            watch(
                    SELDOM,
                    plain,
                    loadBalancer("shop", "a.example.com", 443, "10.0.0.1 10.0.0.2")
                            .replace("\"10.0.0.2\"", "\"10.0.0.2\", \"mode\": \"disabled\""));
            await().until(() -> watch().served().size() == 1);
            assertThat(threads()).containsExactly("certificates shop/web-1");
        }

        @Test
        void isNotHeldUpByABackendThatHangs() {
            CountDownLatch later = new CountDownLatch(1);
            CertificateWatch.Handshakes usual = backends;
            backends = (address, name, header, timeout) -> {
                if (address.getAddress().getHostAddress().equals("10.0.0.1")) {
                    pass(later);
                }
                return usual.shakeHands(address, name, header, timeout);
            };
            served.put("10.0.0.2", ONE);
            watch(SELDOM, loadBalancer("shop", "a.example.com", 443, "10.0.0.1 10.0.0.2"));
            await().until(() -> watch().served().size() == 1);
            later.countDown();
        }

        @Test
        void outlivesADefect() {
            AtomicInteger calls = new AtomicInteger();
            backends = (address, name, header, timeout) -> {
                if (calls.incrementAndGet() == 1) {
                    throw new IllegalStateException("a defect for this test");
                }
                return ONE;
            };
            watch(OFTEN, loadBalancer("shop", "a.example.com", 443, "10.0.0.1"));
            await().until(() -> watch().served().size() == 1);
        }
    }

    @Nested
    class WhatIsFound {
        @Test
        void thatBackendsDiffer() {
            served.put("10.0.0.1", ONE);
            served.put("10.0.0.2", ANOTHER);
            watch(OFTEN, loadBalancer("shop", "shop.example.com", 443, "10.0.0.1 10.0.0.2"));
            awaitFound(Kind.CERTIFICATES_DIFFER);
            served.put("10.0.0.2", ONE);
            awaitNotFound(Kind.CERTIFICATES_DIFFER);
        }

        @Test
        void staysWhenTheBackendGoesDown() {
            served.put("10.0.0.1", ONE);
            watch(OFTEN, loadBalancer("shop", "shop.example.com", 443, "10.0.0.1"));
            awaitFound(Kind.SELF_SIGNED);
            served.clear();
            asked.clear();
            await().until(() -> asked.size() >= 5);
            assertThat(kinds()).contains(Kind.SELF_SIGNED);
        }

        @Test
        void goesWithTheBackendAndTheLoadBalancer() {
            served.put("10.0.0.1", ONE);
            served.put("10.0.0.2", ANOTHER);
            watch(SELDOM, loadBalancer("shop", "shop.example.com", 443, "10.0.0.1 10.0.0.2"));
            awaitFound(Kind.CERTIFICATES_DIFFER);
            watch(SELDOM, loadBalancer("shop", "shop.example.com", 443, "10.0.0.1"));
            awaitNotFound(Kind.CERTIFICATES_DIFFER);
            awaitFound(Kind.SELF_SIGNED);
            watch(SELDOM);
            await().until(() -> findings.all().isEmpty());
            assertThat(watch().served()).isEmpty();
        }

        @Test
        void thatABackendSpeaksOnlyOldTls() {
            HandshakeFailed old = new HandshakeFailed("the server speaks only TLS 1.1 or older", true);
            CertificateWatch.Handshakes usual = backends;
            backends = (address, name, header, timeout) -> {
                throw old;
            };
            watch(OFTEN, loadBalancer("shop", "shop.example.com", 443, "10.0.0.1"));
            awaitFound(Kind.OLD_TLS);
            backends = usual;
            asked.clear();
            await().until(() -> asked.size() >= 3);
            assertThat(kinds()).contains(Kind.OLD_TLS);
            served.put("10.0.0.1", ONE);
            awaitNotFound(Kind.OLD_TLS);
        }
    }

    @Nested
    class AConfigChange {
        @Test
        void keepsWhatIsKnownOfBackendsThatStay() {
            served.put("10.0.0.1", ONE);
            served.put("10.0.0.2", ONE);
            watch(SELDOM, loadBalancer("shop", "shop.example.com", 443, "10.0.0.1"));
            await().until(() -> watch().served().size() == 1);
            watch(SELDOM, loadBalancer("shop", "shop.example.com new.example.com", 443, "10.0.0.1 10.0.0.2"));
            assertThat(watch().served()).isNotEmpty();
            await().until(() -> watch().served().size() == 4);
            assertThat(asked).containsOnlyOnce("10.0.0.1:443 shop.example.com");
        }

        @Test
        void canSendTheLookToAnotherPort() {
            served.put("10.0.0.1", ONE);
            String shop = loadBalancer("shop", "shop.example.com", 443, "10.0.0.1");
            watch(OFTEN, shop);
            await().until(() -> asked.contains("10.0.0.1:443 shop.example.com"));
            watch(OFTEN, shop.replace("\"target_port\": 443", "\"target_port\": 8443"));
            await().until(() -> asked.contains("10.0.0.1:8443 shop.example.com"));
        }

        @Test
        void letsALookUnderWayEndAndMakesNoOther() {
            CountDownLatch answer = new CountDownLatch(1);
            AtomicInteger looks = new AtomicInteger();
            backends = (address, name, header, timeout) -> {
                looks.incrementAndGet();
                pass(answer);
                return ONE;
            };
            watch(SELDOM, loadBalancer("shop", "a.example.com b.example.com", 443, "10.0.0.1"));
            await().until(() -> looks.get() == 1);
            watch(SELDOM);
            answer.countDown();
            await().until(() -> !threads().contains("certificates shop/web-1"));
            assertThat(looks).hasValue(1);
        }
    }

    @Nested
    class WhatAHealthCheckSaw {
        private final Optional<String> host = Optional.of("shop.example.com");

        @Test
        void isJudgedAtOnce() {
            watchTwoThatAgree();
            watch().saw(backend("web-2"), host, ANOTHER);
            awaitFound(Kind.CERTIFICATES_DIFFER);
            assertThat(asked).hasSize(2);
        }

        @Test
        void saysNothingOfHttp2WhenItDidNotAskForIt() {
            watchTwoThatAgree();
            watch().saw(backend("web-2"), host, handshake("another", Optional.empty()));
            awaitFound(Kind.CERTIFICATES_DIFFER);
            assertThat(watch().served()).extracting(ServedCertificate::alpn).containsOnly(Optional.of("h2"));
        }

        @Test
        void sparesALook() {
            watch(Duration.ofSeconds(1), loadBalancer("shop", "shop.example.com", 443, "10.0.0.1"));
            await().until(() -> asked.size() == 1);
            AtomicInteger checks = new AtomicInteger();
            await().pollInterval(Duration.ofMillis(20)).until(() -> {
                watch().saw(backend("web-1"), host, ONE);
                return checks.incrementAndGet() > 75;
            });
            assertThat(asked).hasSize(1);
        }

        @Test
        void isNotKeptForOtherHostsAndBackends() {
            watchTwoThatAgree();
            Backend stranger = backend(pools(loadBalancer("other", "", 8443, "10.0.0.7")), "web-7");
            watch().saw(stranger, host, ANOTHER);
            watch().saw(backend("web-1"), Optional.of("unknown.example.com"), ANOTHER);
            watch().saw(backend("web-1"), Optional.empty(), ANOTHER);
            watch().saw(backend("web-1"), host, new Handshake("TLSv1.3", Optional.empty(), List.of()));
            assertThat(watch().served())
                    .hasSize(2)
                    .extracting(ServedCertificate::subject)
                    .containsOnly("CN=one");
        }

        @Test
        void canBeThatTheBackendSpeaksOnlyOldTls() {
            watchTwoThatAgree();
            watch().failed(backend("web-2"), host, new HandshakeFailed("old", true));
            awaitFound(Kind.OLD_TLS);
            watch().saw(backend("web-2"), host, ONE);
            awaitNotFound(Kind.OLD_TLS);
        }

        private void watchTwoThatAgree() {
            served.put("10.0.0.1", ONE);
            served.put("10.0.0.2", ONE);
            watch(SELDOM, loadBalancer("shop", "shop.example.com", 443, "10.0.0.1 10.0.0.2"));
            await().until(() -> watch().served().size() == 2);
        }
    }

    private static void pass(CountDownLatch gate) throws HandshakeFailed {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new HandshakeFailed("interrupted", false);
        }
    }

    /** The names of those that have looked and still live. */
    private Set<String> threads() {
        return lookers.stream().filter(Thread::isAlive).map(Thread::getName).collect(Collectors.toSet());
    }

    private CertificateWatch watch() {
        return started.orElseThrow();
    }

    private void watch(Duration interval, String... loadBalancers) {
        Config config = Certificates.config(loadBalancers);
        pools = pools(loadBalancers);
        if (started.isEmpty()) {
            started = Optional.of(new CertificateWatch(
                    findings,
                    (address, name, header, timeout) -> {
                        lookers.add(Thread.currentThread());
                        return backends.shakeHands(address, name, header, timeout);
                    },
                    interval));
        }
        watch().watch(config, pools);
    }

    private Map<String, Pool> pools(String... loadBalancers) {
        Map<String, Pool> next = new HashMap<>();
        for (LoadBalancerConfig config : Certificates.config(loadBalancers).loadBalancers()) {
            Pool pool = Pool.of(config, name -> List.of(), Optional.ofNullable(pools.get(config.name())), 0);
            pool.takeEffect(0);
            next.put(config.name(), pool);
        }
        return next;
    }

    private Backend backend(String name) {
        return backend(pools, name);
    }

    private static Backend backend(Map<String, Pool> pools, String name) {
        return pools.values().stream()
                .flatMap(pool -> pool.backends().stream())
                .filter(backend -> backend.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void awaitFound(Kind kind) {
        await().until(() -> kinds().contains(kind));
    }

    private void awaitNotFound(Kind kind) {
        await().until(() -> !kinds().contains(kind));
    }

    private List<Kind> kinds() {
        return findings.all().stream().map(Finding::kind).toList();
    }

    private static Handshake handshake(String commonName, Optional<String> alpn) {
        return new Handshake(
                "TLSv1.3",
                alpn,
                List.of(TestCertificate.of(commonName, "shop.example.com").certificate()));
    }
}
