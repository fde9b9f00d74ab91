package fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.proxy.TestBalancer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One of three backends is killed while clients come and go. */
final class BackendKillIT {
    private static final int A_SECOND = 200;
    private static final int HEALTHY_THRESHOLD = 5;
    private static final Duration SLOW_START = Duration.ofSeconds(4);
    private static final Duration SLICE = Duration.ofSeconds(1);
    private static final String MEMBERS = """
            "health_check": {"protocol": "http", "check_interval_seconds": 0.25, "unhealthy_threshold": 3,
              "healthy_threshold": %d}, "slow_start_seconds": %d""".formatted(HEALTHY_THRESHOLD, SLOW_START.toSeconds());

    private final List<BackendProcess> backends = new ArrayList<>();
    private final List<NamedClient> held = new ArrayList<>();
    private final TestBalancer.Setup setup = TestBalancer.with()
            .hosts("\"*.shop.example.com\"")
            .accessLog("stdout")
            .lb(MEMBERS);

    @BeforeEach
    void startBackends() throws IOException {
        for (String name : List.of("web-1", "web-2", "web-3")) {
            BackendProcess backend = BackendProcess.launch(name);
            backends.add(backend);
            setup.backend(name, backend.port());
        }
        backends.forEach(BackendProcess::awaitListening);
    }

    @AfterEach
    void closeAll() throws IOException {
        for (NamedClient client : held) {
            client.close();
        }
        backends.forEach(BackendProcess::close);
    }

    @Test
    void onlyConnectionsThatItHadGotFailAndSoonNoneIsTriedOnIt() throws Exception {
        BackendProcess victim = backends.get(1);
        try (FairleadProcess fairlead = FairleadProcess.serve(setup.json())) {
            hold(10);
            Load load = Load.start(setup.port(), A_SECOND);
            load.awaitMore(2 * A_SECOND);
            Instant dying = Instant.now();
            victim.kill();
            Instant dead = Instant.now();
            fairlead.awaitError("shop/web-2 is down: ");
            Instant down = Instant.now();
            load.awaitEndOfBegun(); // some had chosen it before

            int before = load.begun();
            int tried;
            try (Witness witness = new Witness(victim.port())) {
                load.awaitMore(A_SECOND);
                load.awaitEndOfBegun();
                witness.awaitChecks(2);
                tried = witness.clients();
            }
            List<Load.Ended> ended = load.stop();
            Map<String, AccessLine> log = accessLog(fairlead, ended);

            Predicate<Load.Ended> onVictim =
                    client -> line(log, client).backend().equals("shop/web-2");
            List<Load.Ended> inFlight = ended.stream()
                    .filter(client ->
                            client.begun().isBefore(dead) && client.ended().isAfter(dying))
                    .filter(onVictim)
                    .toList();
            List<Load.Ended> failed = ended.stream()
                    .filter(client -> client.failure().isPresent())
                    .toList();
            List<Load.Ended> begunAfter = ended.stream()
                    .filter(client -> client.begun().isAfter(dead))
                    .toList();
            System.out.printf(
                    "kill -9 of web-2 at %d connections/s: %d connections, %d failed (%s), %d in flight on web-2;"
                            + " %d begun after the kill, %d of them failed; down %d ms after the kill, then %d connections"
                            + " and %d tried on it%n",
                    A_SECOND,
                    ended.size(),
                    failed.size(),
                    outcomes(log, failed),
                    inFlight.size(),
                    begunAfter.size(),
                    begunAfter.stream().filter(failed::contains).count(),
                    Duration.between(dead, down).toMillis(),
                    ended.size() - before,
                    tried);

            assertThat(failed).isSubsetOf(inFlight);
            assertThat(begunAfter)
                    .hasSizeGreaterThan(A_SECOND)
                    .noneMatch(onVictim)
                    .allMatch(client -> client.failure().isEmpty());
            assertThat(tried).isZero();
            heldOnOthersGoOn();
        }
    }

    @Test
    void whatComesBackGetsItsShareGraduallyAfterItsChecks() throws Exception {
        BackendProcess victim = backends.get(1);
        try (FairleadProcess fairlead = FairleadProcess.serve(setup.json())) {
            hold(1);
            victim.kill();
            fairlead.awaitError("shop/web-2 is down: ");
            Load load = Load.start(setup.port(), A_SECOND);
            load.awaitMore(A_SECOND);
            victim.restart();
            fairlead.awaitError("shop/web-2 is up");
            Instant up = timeOf(fairlead, "shop/web-2 is up");
            int slices = (int) SLOW_START.dividedBy(SLICE) + 2;
            Awaitility.await("the slow start")
                    .atMost(FairleadProcess.LIMIT)
                    .until(() -> Instant.now().isAfter(up.plus(SLICE.multipliedBy(slices))));
            List<Load.Ended> ended = load.stop();
            Map<String, AccessLine> log = accessLog(fairlead, ended);

            List<Instant> checks = victim.checks().stream()
                    .filter(check -> check.isBefore(up.plusMillis(1))) // the log's milliseconds are cut off
                    .toList();
            List<Integer> percent = new ArrayList<>();
            for (int i = 0; i < slices; i++) {
                percent.add(percentOfVictim(log, up.plus(SLICE.multipliedBy(i))));
            }
            System.out.printf(
                    "web-2 is up after %d checks, with slow_start_seconds %d; its share of new connections second by"
                            + " second, in percent: %s%n",
                    checks.size(), SLOW_START.toSeconds(), percent);

            assertThat(ended).allMatch(client -> client.failure().isEmpty());
            assertThat(checks).hasSizeGreaterThanOrEqualTo(HEALTHY_THRESHOLD);
            assertThat(log.values())
                    .filteredOn(line -> line.backend().equals("shop/web-2"))
                    .noneMatch(line -> line.accepted().isBefore(checks.getFirst()));
            assertThat(percent.getLast()).isBetween(25, 42); // of a third
            assertThat(percent.getFirst()).isLessThan(percent.getLast() / 2);
            assertThat(percent.get(1)).isLessThan(percent.getLast());
        }
    }

    /** Opens connections until every backend has at least so many. */
    private void hold(int each) throws IOException {
        for (int i = 0; i < 300 && !isHeld(each); i++) {
            held.add(NamedClient.connect(setup.port(), "held.shop.example.com"));
        }
        assertThat(isHeld(each)).isTrue();
    }

    private boolean isHeld(int each) {
        return backends.stream()
                .allMatch(backend -> held.stream()
                                .filter(client -> client.backend().equals(backend.name()))
                                .count()
                        >= each);
    }

    private void heldOnOthersGoOn() throws IOException {
        for (NamedClient client : held) {
            if (client.backend().equals("web-2")) {
                client.awaitEnd();
            } else {
                client.echo();
                client.finish();
            }
        }
    }

    /** By host, once every connection is in it. */
    private static Map<String, AccessLine> accessLog(FairleadProcess fairlead, List<Load.Ended> ended) {
        Set<String> hosts = ended.stream().map(Load.Ended::host).collect(Collectors.toSet());
        fairlead.await(
                "access log",
                () -> assertThat(AccessLine.of(fairlead.stdout()))
                        .extracting(AccessLine::host)
                        .containsAll(hosts));
        return AccessLine.of(fairlead.stdout()).stream()
                .filter(line -> hosts.contains(line.host()))
                .collect(Collectors.toMap(AccessLine::host, Function.identity()));
    }

    private static AccessLine line(Map<String, AccessLine> log, Load.Ended client) {
        AccessLine line = log.get(client.host());
        assertThat(line).isNotNull();
        return line;
    }

    private static Map<String, Long> outcomes(Map<String, AccessLine> log, List<Load.Ended> clients) {
        return clients.stream()
                .map(client -> line(log, client))
                .collect(Collectors.groupingBy(line -> line.backend() + ' ' + line.outcome(), Collectors.counting()));
    }

    private static int percentOfVictim(Map<String, AccessLine> log, Instant start) {
        Instant end = start.plus(SLICE);
        List<AccessLine> slice = log.values().stream()
                .filter(line ->
                        !line.accepted().isBefore(start) && line.accepted().isBefore(end))
                .toList();
        assertThat(slice).isNotEmpty();
        long victim = slice.stream()
                .filter(line -> line.backend().equals("shop/web-2"))
                .count();
        return Math.toIntExact(100 * victim / slice.size());
    }

    private static Instant timeOf(FairleadProcess fairlead, String event) {
        return Pattern.compile("(?m)^(\\S+) INFO " + event)
                .matcher(fairlead.stderr())
                .results()
                .map(line -> Instant.parse(line.group(1)))
                .findFirst()
                .orElseThrow();
    }

    /** Stands where a killed backend was, ends every connection at once, and tells those of clients from checks. */
    private static final class Witness implements AutoCloseable {
        private static final int TLS_HANDSHAKE = 22;

        private final ServerSocket server = new ServerSocket();
        private final AtomicInteger clients = new AtomicInteger();
        private final AtomicInteger checks = new AtomicInteger();

        Witness(int port) throws IOException {
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            Thread.ofPlatform().daemon().name("witness").start(this::acceptAll);
        }

        int clients() {
            return clients.get();
        }

        void awaitChecks(int count) {
            Awaitility.await("checks").atMost(FairleadProcess.LIMIT).until(() -> checks.get() >= count);
        }

        private void acceptAll() {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    socket.setSoTimeout(5_000);
                    boolean client = socket.getInputStream().read() == TLS_HANDSHAKE;
                    (client ? clients : checks).incrementAndGet();
                } catch (IOException e) {
                    // the peer breaks off, or the server is closed
                }
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
