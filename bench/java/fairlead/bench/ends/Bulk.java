package fairlead.bench.ends;

import java.io.IOException;
import java.nio.ByteBuffer;

/** So many bytes each way, spread over the connections that are open. If one fails, nothing counts as done. */
final class Bulk {
    private final Held held;
    private int underWay;

    Bulk(Held held) {
        this.held = held;
    }

    Figures run(long down, long up) throws IOException {
        int connections = held.clients.size();
        long start = System.nanoTime();
        underWay = connections;
        for (Client client : held.clients) {
            order(client, down / connections, up / connections);
        }
        while (underWay > 0) {
            if (!held.await(this::ready)) {
                held.loseAll(client -> !client.transfer.done());
                break;
            }
        }
        long done = held.failed() > 0 ? 0 : (down + up) / connections * connections;
        return Figures.of(done, start, held.failed());
    }

    private void order(Client client, long down, long up) throws IOException {
        client.channel.write(
                ByteBuffer.allocate(Transfer.ORDER).putLong(down).putLong(up).flip());
        client.transfer.start(up, down + 1); // one more, when the backend has everything
        client.transfer.updateInterest(client.key);
    }

    private void ready(Client client) {
        try {
            if (!client.transfer.proceed(client.key, held.buffer)) {
                throw new IOException("ended early");
            }
            client.transfer.updateInterest(client.key);
            if (client.transfer.done()) {
                underWay--;
            }
        } catch (IOException e) {
            underWay--;
            held.lost(client);
        }
    }
}
