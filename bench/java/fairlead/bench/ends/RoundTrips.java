package fairlead.bench.ends;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * Messages of 64 bytes to an echo and back, so many at a time, on connections that are open. With fewer messages than
 * connections each message takes a connection at random among those with nothing under way.
 */
final class RoundTrips {
    private static final int SIZE = 64;

    private final Held held;
    private final ByteBuffer message = ByteBuffer.allocateDirect(SIZE);
    private final SplittableRandom random = new SplittableRandom(1);
    private final Histogram times = new Histogram();
    private boolean everybody;
    private long endNanos;
    private int underWay;

    RoundTrips(Held held) {
        this.held = held;
    }

    Figures run(int atOnce, Duration time) throws IOException {
        if (atOnce > held.clients.size()) {
            throw new IllegalArgumentException(atOnce + " messages on " + held.clients.size() + " connections");
        }
        everybody = atOnce == held.clients.size();
        long start = System.nanoTime();
        endNanos = start + time.toNanos();
        for (int i = 0; i < atOnce; i++) {
            send(everybody ? held.clients.get(i) : anybody());
        }
        while (underWay > 0) {
            if (!held.await(this::ready)) {
                held.loseAll(client -> client.awaited > 0);
                break;
            }
        }
        return new Figures(times.total(), (System.nanoTime() - start) / 1e9, held.failed(), 0, times);
    }

    private Client anybody() {
        Client client = held.clients.get(random.nextInt(held.clients.size()));
        while (client.awaited > 0) {
            client = held.clients.get(random.nextInt(held.clients.size()));
        }
        return client;
    }

    private void send(Client client) throws IOException {
        client.startNanos = System.nanoTime();
        client.awaited = SIZE;
        underWay++;
        message.clear();
        client.channel.write(message);
    }

    private void ready(Client client) {
        try {
            if (!client.answered(held.buffer)) {
                return;
            }
            underWay--;
            long now = System.nanoTime();
            times.add(now - client.startNanos);
            if (now < endNanos) {
                send(everybody ? client : anybody());
            }
        } catch (IOException e) {
            underWay--;
            held.lost(client);
        }
    }
}
