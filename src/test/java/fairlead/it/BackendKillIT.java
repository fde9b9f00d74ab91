package fairlead.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
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
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One of three backends is killed while clients come and go. */
final class BackendKillIT {
    private static final int A_SECOND = 200;
    private static final int HEALTHY_THRESHOLD = 5;
    private static final int VICTIM = 1;
    private static final String NAME = "shop/web-2";
    private static final Duration SLOW_START = Duration.ofSeconds(3);
    private static final Duration SLICE = Duration.ofSeconds(1);
    private static final int SLICES = 5; // the last two have the whole share
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
        try (FairleadProcess fairlead = FairleadProcess.serve(setup.json())) {
            hold(10);
            try (Load load = Load.start(setup.port(), A_SECOND)) {
                load.awaitMore(2 * A_SECOND);
                Kill kill = kill(VICTIM);
                fairlead.awaitError(NAME + " is down: ");
                Instant down = timeOf(fairlead, "WARNING", NAME + " is down: ");
                int tried = clientsTriedFromNowOn(load);
                Ends ends = ends(fairlead, load.stop());
                print(kill, down, ends, tried);

                assertThat(ends.failed()).isSubsetOf(ends.inFlight(kill));
                assertThat(ends.begunAfter(kill))
                        .hasSizeGreaterThan(A_SECOND)
                        .noneMatch(ends::onVictim)
                        .doesNotContainAnyElementsOf(ends.failed());
                assertThat(tried).isZero();
                heldOnOthersGoOn();
            }
        }
    }

    @Test
    void whatComesBackGetsItsShareGraduallyAfterItsChecks() throws Exception {
        try (FairleadProcess fairlead = FairleadProcess.serve(setup.json())) {
            hold(1);
            Kill unused = kill(VICTIM);
            fairlead.awaitError(NAME + " is down: ");
            try (Load load = Load.start(setup.port(), A_SECOND)) {
                backends.get(VICTIM).restart();
                fairlead.awaitError(NAME + " is up");
                Instant up = timeOf(fairlead, "INFO", NAME + " is up");
                Awaitility.await("the slow start")
                        .atMost(FairleadProcess.LIMIT)
                        .until(() -> Instant.now().isAfter(up.plus(SLICE.multipliedBy(SLICES))));
                Ends ends = ends(fairlead, load.stop());
                List<Instant> checks = checksUntil(up);
                List<Integer> percent = ends.victimsPercent(up);
                System.out.printf(
                        "web-2 is up after %d checks, with slow_start_seconds %d; its share of new connections second"
                                + " by second, in percent: %s%n",
                        checks.size(), SLOW_START.toSeconds(), percent);

                assertThat(ends.failed()).isEmpty();
                assertThat(checks).hasSizeGreaterThanOrEqualTo(HEALTHY_THRESHOLD);
                assertThat(ends.log().values())
                        .filteredOn(line -> line.backend().equals(NAME))
                        .noneMatch(line -> line.accepted().isBefore(checks.getFirst()));
                assertThat(percent.getLast()).isBetween(25, 42); // of a third
                assertThat(percent.getFirst()).isLessThan(percent.getLast() / 2);
                assertThat(percent.get(1)).isLessThan(percent.getLast());
            }
        }
    }

    /** When it died: somewhere in between. */
    private record Kill(Instant begun, Instant done) {}

    /** How the load's connections ended, for themselves and for the access log, which has them by host. */
    private record Ends(List<Load.Ended> all, Map<String, AccessLine> log) {

        List<Load.Ended> failed() {
            return all.stream().filter(client -> client.failure().isPresent()).toList();
        }

        /** Those that had been passed to the victim and had not ended when it died. */
        List<Load.Ended> inFlight(Kill kill) {
            return all.stream()
                    .filter(client -> client.begun().isBefore(kill.done))
                    .filter(client -> client.ended().isAfter(kill.begun))
                    .filter(this::onVictim)
                    .toList();
        }

        List<Load.Ended> begunAfter(Kill kill) {
            return all.stream()
                    .filter(client -> client.begun().isAfter(kill.done))
                    .toList();
        }

        boolean onVictim(Load.Ended client) {
            return line(client).backend().equals(NAME);
        }

        AccessLine line(Load.Ended client) {
            return Objects.requireNonNull(log.get(client.host()));
        }

        /** Its share of the connections accepted in each slice since then. */
        List<Integer> victimsPercent(Instant since) {
            int[] victims = new int[SLICES];
            int[] total = new int[SLICES];
            for (AccessLine line : log.values()) {
                long slice =
                        Math.floorDiv(Duration.between(since, line.accepted()).toNanos(), SLICE.toNanos());
                if (slice >= 0 && slice < SLICES) {
                    total[(int) slice]++;
                    victims[(int) slice] += line.backend().equals(NAME) ? 1 : 0;
                }
            }
            assertThat(total).doesNotContain(0);
            return IntStream.range(0, SLICES)
                    .mapToObj(i -> 100 * victims[i] / total[i])
                    .toList();
        }
    }

    private Kill kill(int backend) throws InterruptedException {
        Instant begun = Instant.now();
        backends.get(backend).kill();
        return new Kill(begun, Instant.now());
    }

    /** How many of the load's next connections are tried on the dead backend. */
    private int clientsTriedFromNowOn(Load load) throws IOException {
        load.awaitEndOfBegun(); // some may have chosen it before
        try (Witness witness = new Witness(backends.get(VICTIM).port())) {
            load.awaitMore(A_SECOND);
            load.awaitEndOfBegun();
            witness.awaitChecks(2);
            return witness.clients();
        }
    }

    private static void print(Kill kill, Instant down, Ends ends, int tried) {
        List<Load.Ended> failed = ends.failed();
        System.out.printf(
                "kill -9 of web-2 at %d connections/s: %d connections, %d in flight on web-2, %d failed %s; of %d begun"
                        + " after the kill %d failed; web-2 was down after %d ms, and then %d were tried on it%n",
                A_SECOND,
                ends.all.size(),
                ends.inFlight(kill).size(),
                failed.size(),
                failed.stream()
                        .map(ends::line)
                        .collect(Collectors.groupingBy(
                                line -> line.backend() + ' ' + line.outcome(), Collectors.counting())),
                ends.begunAfter(kill).size(),
                ends.begunAfter(kill).stream().filter(failed::contains).count(),
                Duration.between(kill.begun, down).toMillis(),
                tried);
    }

    /** The log's milliseconds are cut off. */
    private List<Instant> checksUntil(Instant logged) throws IOException {
        return backends.get(VICTIM).checks().stream()
                .filter(check -> check.isBefore(logged.plusMillis(1)))
                .toList();
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
            if (client.backend().equals(backends.get(VICTIM).name())) {
                client.awaitEnd();
            } else {
                client.echo();
                client.finish();
            }
        }
    }

    /** Once every connection is in the access log. */
    private static Ends ends(FairleadProcess fairlead, List<Load.Ended> clients) {
        Set<String> hosts = clients.stream().map(Load.Ended::host).collect(Collectors.toSet());
        fairlead.await(
                "access log",
                () -> assertThat(AccessLine.of(fairlead.stdout()))
                        .extracting(AccessLine::host)
                        .containsAll(hosts));
        return new Ends(
                clients,
                AccessLine.of(fairlead.stdout()).stream()
                        .filter(line -> hosts.contains(line.host()))
                        .collect(Collectors.toMap(AccessLine::host, Function.identity())));
    }

    private static Instant timeOf(FairleadProcess fairlead, String level, String event) {
        return Pattern.compile("(?m)^(\\S+) " + level + ' ' + event)
                .matcher(fairlead.stderr())
                .results()
                .map(line -> Instant.parse(line.group(1)))
                .findFirst()
                .orElseThrow();
    }

    /** Stands where a killed backend was, ends every connection at once, and tells those of the load from checks. */
    private static final class Witness implements AutoCloseable {
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
                    byte[] begin = new byte[2048];
                    int length = socket.getInputStream().read(begin);
                    boolean client = new String(begin, 0, Math.max(0, length), US_ASCII).contains(Load.HOSTS);
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
