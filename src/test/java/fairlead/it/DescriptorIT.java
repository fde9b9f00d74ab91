package fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.proxy.TestBalancer;
import fairlead.support.Tools;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Too few file descriptors. */
final class DescriptorIT {
    private static final int ROOM = 10;
    private static final int WAITING = 20;

    private final EchoBackend backend = EchoBackend.start();
    private final TestBalancer.Setup setup =
            TestBalancer.with().backend("web-1", backend.port()).listener("\"client_hello_timeout_seconds\": 600");
    private final List<EchoClient> served = new ArrayList<>();
    private final List<EchoClient> others = new ArrayList<>();

    @AfterEach
    void closeAll() throws IOException {
        closeAll(served);
        closeAll(others);
        backend.close();
    }

    private static void closeAll(List<EchoClient> clients) throws IOException {
        for (EchoClient client : clients) {
            client.close();
        }
    }

    /** The limit falls on the run: the cap, which goes by the limit at the start, does not know of it. */
    @Nested
    class WhenThereAreNoneLeft {

        @Test
        void whatIsOpenGoesOnAndTheRestWaitsWithoutBurningCpuUntilSomeAreFree() throws Exception {
            try (FairleadProcess fairlead = FairleadProcess.serve(setup.json())) {
                leaveRoomFor(fairlead, 2 * ROOM + 1);
                fill(ROOM);
                others.add(EchoClient.silent(setup.port())); // takes the last one
                fairlead.awaitError("cannot accept");
                for (int i = 0; i < WAITING; i++) {
                    others.add(EchoClient.hello(setup.port()));
                }

                Duration before = fairlead.cpu();
                pass(Duration.ofSeconds(2));
                Duration used = fairlead.cpu().minus(before);
                System.out.println("CPU time in 2 s without file descriptors: " + used.toMillis() + " ms");
                assertThat(used).isLessThan(Duration.ofMillis(400));
                for (EchoClient client : served) {
                    client.echo(100_000);
                }
                assertThat(fairlead.errors("cannot accept"))
                        .as(fairlead.stderr())
                        .isOne();

                finishServed();
                assertThat(others.get(1).read()).as("what waited is let in").isNotEqualTo(-1);
                closeAll(others);
                awaitService();
                assertThat(fairlead.errors("cannot accept"))
                        .as(fairlead.stderr())
                        .isOne();
            }
        }
    }

    @Nested
    class WhenThereIsOneLeft {

        /** It is enough for the client's socket, but not for the backend's. */
        @Test
        void aClientIsToldByAnAlertAndTheRestGoesOn() throws Exception {
            try (FairleadProcess fairlead =
                    FairleadProcess.serve(setup.accessLog("stdout").json())) {
                leaveRoomFor(fairlead, 2 * ROOM + 1);
                fill(ROOM);
                for (int i = 0; i < 3; i++) {
                    try (EchoClient refused = EchoClient.hello(setup.port())) {
                        refused.expect(new byte[] {21, 3, 3, 0, 2, 2, 80});
                        assertThat(refused.read()).isEqualTo(-1);
                    }
                }
                for (EchoClient client : served) {
                    client.echo(100_000);
                }
                fairlead.await("log", () -> assertThat(fairlead.stdout()).contains("out_of_resources"));
                served.get(0).finish();
                awaitService();
            }
        }
    }

    @Nested
    class WhenTheLimitIsLowFromTheStart {

        @Test
        void moreConnectionsThanItAllowsAreClosedAndFairleadSaysSoAtTheStart() throws Exception {
            List<String> starter = List.of(Tools.require("prlimit"), "--nofile=300:300");
            int room = 100; // a hundred descriptors are its own
            try (FairleadProcess fairlead = FairleadProcess.serveUnder(
                    starter, setup.accessLog("stdout").json())) {
                fill(room);
                for (int i = 0; i < 5; i++) {
                    try (EchoClient overrun = EchoClient.hello(setup.port())) {
                        assertThat(overrun.readOrReset()).isEqualTo(-1);
                    }
                }
                for (EchoClient client : served) {
                    client.echo(1_000);
                }
                fairlead.await(
                        "log",
                        () -> assertThat(fairlead.stdout())
                                .satisfies(log -> assertThat(log.split("too_many_connections", -1))
                                        .hasSize(6)));
                assertThat(fairlead.stderr())
                        .contains("max_connections is 10000", "room for " + room)
                        .doesNotContain("cannot accept");
                served.get(0).finish();
                awaitService();
            }
        }
    }

    /** Lowers the limit so that so many more can be opened. It is one on the numbers, and those have holes. */
    private void leaveRoomFor(FairleadProcess fairlead, int descriptors) throws Exception {
        String prlimit = Tools.require("prlimit");
        fill(2 * ROOM); // whatever is opened once is open then
        finishServed();
        fairlead.settledDescriptors();
        fill(1); // Linux reserves a number while it waits in accept: now a low one, which counts
        finishServed();
        Set<Integer> open = fairlead.settledDescriptors();
        int limit = 0;
        for (int free = 0; free < descriptors; limit++) {
            free += open.contains(limit) ? 0 : 1;
        }
        Tools.Ran ran = Tools.run(
                FairleadProcess.LIMIT, List.of(prlimit, "--pid", Long.toString(fairlead.pid()), "--nofile=" + limit));
        assertThat(ran.exit()).as(ran.output()).isZero();
    }

    private void finishServed() throws IOException {
        for (EchoClient client : served) {
            client.finish();
            client.close();
        }
        served.clear();
    }

    private void fill(int connections) throws IOException {
        for (int i = 0; i < connections; i++) {
            served.add(EchoClient.served(setup.port()));
        }
    }

    private void awaitService() {
        Awaitility.await("a new connection is served")
                .atMost(FairleadProcess.LIMIT)
                .ignoreExceptionsInstanceOf(IOException.class)
                .ignoreExceptionsInstanceOf(AssertionError.class)
                .until(() -> {
                    try (EchoClient another = EchoClient.served(setup.port())) {
                        another.echo(100_000);
                        return true;
                    }
                });
    }

    private static void pass(Duration time) {
        Awaitility.await().pollDelay(time).atMost(time.multipliedBy(10)).until(() -> true);
    }
}
