package fairlead.health.dns;

import static fairlead.health.certificate.Certificates.loadBalancer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fairlead.config.Config;
import fairlead.health.certificate.Certificates;
import fairlead.health.finding.Finding;
import fairlead.health.finding.Finding.Kind;
import fairlead.health.finding.Finding.Severity;
import fairlead.health.finding.Findings;
import fairlead.health.finding.StateFile;
import fairlead.stats.EventLog;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class PreflightTest {
    private final Map<String, String> dns = new ConcurrentHashMap<>(); // "?" for a server that does not answer
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private final Findings findings = new Findings(new EventLog(), new StateFile());
    private volatile Resolver resolver = this::resolve;
    private final Preflight preflight = new Preflight(findings, name -> resolver.resolve(name), Duration.ofMillis(50));

    @AfterEach
    void close() {
        preflight.close();
    }

    @Nested
    class AHost {
        @Test
        void thatLeadsHereIsFine() {
            dns.put("shop.example.com", "127.0.0.1");
            dns.put("bad.example.com", "198.51.100.1");
            watch("shop.example.com bad.example.com");
            await().until(() -> !findings.all().isEmpty() && asked.contains("shop.example.com"));
            assertThat(findings.all())
                    .extracting(finding -> finding.host().orElseThrow())
                    .containsExactly("bad.example.com");
        }

        @Test
        void thatDoesNotExistIsFound() {
            watch("shop.example.com");
            Finding finding = onlyFinding();
            assertThat(finding.kind()).isEqualTo(Kind.HOST_UNRESOLVED);
            assertThat(finding.loadBalancer()).contains("shop");
            assertThat(finding.host()).contains("shop.example.com");
            assertThat(finding.text())
                    .startsWith("shop.example.com cannot be resolved (no such name): add a DNS record that points to");
        }

        @Test
        void thatLeadsElsewhereIsFound() {
            dns.put("shop.example.com", "198.51.100.1");
            watch("shop.example.com");
            Finding finding = onlyFinding();
            assertThat(finding.kind()).isEqualTo(Kind.HOST_ELSEWHERE);
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.text())
                    .startsWith(
                            "shop.example.com points to 198.51.100.1, which is not this machine: point the record here")
                    .endsWith("or list the address in public_addresses");
        }

        @Test
        void someOfWhoseAddressesLeadElsewhereIsFound() {
            dns.put("shop.example.com", "127.0.0.1 198.51.100.1 2001:db8::1");
            watch("shop.example.com");
            Finding finding = onlyFinding();
            assertThat(finding.severity()).isEqualTo(Severity.NOTICE);
            assertThat(finding.text())
                    .startsWith("shop.example.com points to 198.51.100.1, 2001:db8::1, which are not this machine, "
                            + "while its other addresses are: point the record here");
        }

        @Test
        void thatLeadsToAPublicAddressIsFine() {
            dns.put("shop.example.com", "198.51.100.1");
            dns.put("bad.example.com", "198.51.100.2");
            watch(withPublicAddress("198.51.100.1", "shop.example.com bad.example.com"));
            Finding finding = onlyFinding();
            assertThat(finding.host()).contains("bad.example.com");
            assertThat(finding.text()).contains("point the record here (198.51.100.1)");
        }

        @Test
        void thatIsMendedIsNoFindingAnyMore() {
            watch("shop.example.com");
            onlyFinding();
            dns.put("shop.example.com", "127.0.0.1");
            await().until(() -> findings.all().isEmpty());
        }

        @Test
        void thatLeavesTheConfigIsNoFindingAnyMore() {
            watch("shop.example.com");
            onlyFinding();
            watch("other.example.com");
            await().until(() -> findings.all().size() == 1
                    && findings.all().getFirst().host().orElseThrow().equals("other.example.com"));
            preflight.watch(Config.EMPTY);
            await().until(() -> findings.all().isEmpty());
        }
    }

    @Test
    void localNamesAndWildcardsAreNotLookedUp() {
        watch("localhost shop.localhost *.example.com last.example.com");
        onlyFinding();
        assertThat(asked).containsExactly("last.example.com");
    }

    @Test
    void aDnsThatDoesNotAnswerChangesNothing() {
        dns.put("shop.example.com", "198.51.100.1");
        watch("shop.example.com");
        assertThat(onlyFinding().kind()).isEqualTo(Kind.HOST_ELSEWHERE);
        dns.put("shop.example.com", "?");
        asked.clear();
        awaitLookups();
        assertThat(onlyFinding().kind()).isEqualTo(Kind.HOST_ELSEWHERE);
    }

    @Test
    void aDnsThatHasNeverAnsweredIsAFinding() {
        dns.put("shop.example.com", "?");
        watch("shop.example.com");
        assertThat(onlyFinding().text()).startsWith("shop.example.com cannot be resolved (the DNS does not answer)");
    }

    @Test
    void aLookupThatHangsDelaysNoOther() {
        CountDownLatch gate = new CountDownLatch(1);
        AtomicInteger hanging = new AtomicInteger();
        resolver = name -> {
            if (name.startsWith("slow")) {
                hanging.incrementAndGet();
                pass(gate);
            }
            return resolve(name);
        };
        watch("slow.example.com shop.example.com");
        assertThat(onlyFinding().host()).contains("shop.example.com");
        asked.clear();
        awaitLookups();
        assertThat(hanging).hasValue(1);
        gate.countDown();
        await().until(() -> findings.all().size() == 2);
    }

    @Test
    void onlySoManyLookupsAreUnderWayAtATime() {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch gate = new CountDownLatch(1);
        resolver = name -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            pass(gate);
            running.decrementAndGet();
            return resolve(name);
        };
        StringBuilder hosts = new StringBuilder("host-0.example.com");
        for (int i = 1; i < 12; i++) {
            hosts.append(" host-%d.example.com".formatted(i));
        }
        watch(hosts.toString());
        await().until(() -> running.get() == 4);
        gate.countDown();
        await().until(() -> findings.all().size() == 12);
        assertThat(most).hasValue(4);
    }

    @Test
    void aDefectInTheResolverIsAFindingAndNotTheEnd() {
        resolver = name -> {
            throw new IllegalStateException("broken\u0007");
        };
        watch("shop.example.com");
        assertThat(onlyFinding().text()).contains("broken?");
        resolver = this::resolve;
        dns.put("shop.example.com", "127.0.0.1");
        await().until(() -> findings.all().isEmpty());
    }

    private Finding onlyFinding() {
        await().until(() -> findings.all().size() == 1);
        return findings.all().getFirst();
    }

    private static void pass(CountDownLatch gate) throws UnknownHostException {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new UnknownHostException("interrupted");
        }
    }

    /** What came of the first of them has been judged by then. */
    private void awaitLookups() {
        await().until(() -> asked.remove("shop.example.com"));
        await().until(() -> asked.remove("shop.example.com"));
        await().until(() -> asked.remove("shop.example.com"));
    }

    private void watch(String hosts) {
        watch(Certificates.config(loadBalancer("shop", hosts, 443, "10.0.0.1")));
    }

    private void watch(Config config) {
        preflight.watch(config);
    }

    private static Config withPublicAddress(String address, String hosts) {
        Config config = Certificates.config(loadBalancer("shop", hosts, 443, "10.0.0.1"));
        return new Config(
                config.admin(),
                config.maxConnections(),
                config.drainTimeout(),
                config.accessLog(),
                config.resolveInterval(),
                List.of(literal(address)),
                config.webhookUrl(),
                config.stateFile(),
                config.listeners(),
                config.loadBalancers());
    }

    private List<InetAddress> resolve(String name) throws UnknownHostException {
        asked.add(name);
        String answer = dns.getOrDefault(name, "");
        if (answer.isEmpty() || answer.equals("?")) {
            throw new UnknownHostException(name
                    + (answer.isEmpty() ? ": Name or service not known" : ": Temporary failure in name resolution"));
        }
        return Arrays.stream(answer.split(" ", -1)).map(PreflightTest::literal).toList();
    }

    private static InetAddress literal(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
