package fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import fairlead.proxy.TestBalancer;
import fairlead.support.Tools;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Thousands of connections that say nothing. */
final class IdleIT {
    private static final int CONNECTIONS = 5_000;
    private static final int LARGE = 1 << 20;

    @Test
    void fiveThousandIdleConnectionsFitInAHeapOf64MiBAndNewOnesAreStillServed() throws Exception {
        Tools.requireThat(descriptors() > 2 * CONNECTIONS + 1_000, "ulimit -n is too low for 5,000 connections");
        List<EchoClient> clients = new ArrayList<>();
        try (EchoBackend backend = EchoBackend.start()) {
            TestBalancer.Setup setup =
                    TestBalancer.with().backend("web-1", backend.port()).top("\"max_connections\": 6000");
            try (FairleadProcess fairlead = FairleadProcess.serve(setup.json(), "-Xmx64m")) {
                EchoClient.served(setup.port()).close();
                Histogram before = fairlead.histogram();
                long residentBefore = fairlead.residentBytes();
                for (int i = 0; i < CONNECTIONS; i++) {
                    clients.add(EchoClient.served(setup.port()));
                }
                long resident = fairlead.residentBytes();
                Histogram held = fairlead.histogram();
                print(before, held, resident, resident - residentBefore);

                assertThat(held.of("fairlead.proxy.Relay")).isEqualTo(CONNECTIONS);
                assertThat(held.bytes()).as("live bytes on the heap").isLessThan(56 << 20);
                assertThat(resident).as("bytes in RAM").isLessThan(256 << 20);
                try (EchoClient another = EchoClient.served(setup.port())) {
                    another.echo(LARGE);
                }
                clients.get(0).echo(LARGE);
                clients.get(CONNECTIONS - 1).echo(LARGE);
                assertThat(fairlead.stderr()).doesNotContain("OutOfMemory", "WARNING", "ERROR");
            }
        } finally {
            for (EchoClient client : clients) {
                client.close();
            }
        }
    }

    private static void print(Histogram before, Histogram held, long resident, long more) {
        System.out.printf(
                "%,d idle connections with -Xmx64m: %.1f MiB live on the heap (%,d bytes a connection),"
                        + " %.1f MiB resident (%,d bytes a connection)%n",
                CONNECTIONS,
                held.bytes() / 1048576.0,
                (held.bytes() - before.bytes()) / CONNECTIONS,
                resident / 1048576.0,
                more / CONNECTIONS);
    }

    /** What this process may open: a client's and a backend's socket for each connection. */
    private static long descriptors() throws IOException {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os
                ? os.getMaxFileDescriptorCount()
                : 0;
    }
}
