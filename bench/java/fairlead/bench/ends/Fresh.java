package fairlead.bench.ends;

import java.io.IOException;
import java.net.NoRouteToHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/** New connections, so many at a time: connect, hello, answer, close. */
final class Fresh {
    private static final long PATIENCE = Duration.ofSeconds(5).toNanos();
    private static final int MOST_FAILURES = 1000;

    private final int port;
    private final List<ByteBuffer> hellos;
    private final SplittableRandom random = new SplittableRandom(1);
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(4096);
    private final Histogram times = new Histogram();
    private long failed;
    private long retried;
    private int open;

    Fresh(int port, List<ByteBuffer> hellos) {
        this.port = port;
        this.hellos = hellos;
    }

    /** Stops at this count or this time, whichever is first, and gives up after {@value #MOST_FAILURES} failures. */
    Figures run(int atOnce, int count, Duration limit) throws IOException {
        long start = System.nanoTime();
        long end = start + limit.toNanos();
        long begun = 0;
        try (Selector selector = Selector.open()) {
            while (true) {
                long now = System.nanoTime();
                boolean more = begun < count && now < end && failed < MOST_FAILURES;
                if (open == 0 && !more) {
                    break;
                }
                if (more && open < atOnce) {
                    begin(selector);
                    begun++;
                } else if (selector.select(this::ready, PATIENCE / 1_000_000) == 0) {
                    giveUp(selector);
                }
            }
        }
        return new Figures(times.total(), (System.nanoTime() - start) / 1e9, failed, retried, times);
    }

    private void begin(Selector selector) {
        ByteBuffer hello = hellos.size() == 1 ? hellos.getFirst() : hellos.get(random.nextInt(hellos.size()));
        while (retried < MOST_FAILURES) {
            try {
                Client.connect(port, hello, selector);
                open++;
                return;
            } catch (NoRouteToHostException e) {
                retried++; // all local ports are taken for the moment
                LockSupport.parkNanos(1_000_000);
            } catch (IOException e) {
                break;
            }
        }
        failed++;
    }

    private void ready(SelectionKey key) {
        if (key.attachment() instanceof Client client) {
            try {
                if (!client.answered(buffer)) {
                    return;
                }
                times.add(System.nanoTime() - client.startNanos);
            } catch (IOException e) {
                failed++;
            }
            open--;
            client.close();
        }
    }

    private void giveUp(Selector selector) {
        for (SelectionKey key : selector.keys()) {
            if (key.attachment() instanceof Client client) {
                client.close();
            }
        }
        failed += open;
        open = 0;
    }
}
