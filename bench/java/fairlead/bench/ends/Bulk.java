package fairlead.bench.ends;

import java.io.IOException;
import java.nio.ByteBuffer;

/** So many bytes each way, spread over the connections that are open. */
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
            held.await(this::ready);
        }
        return Figures.of((down + up) / connections * connections, start, held.failed());
    }

    private void order(Client client, long down, long up) throws IOException {
        client.channel.write(ByteBuffer.allocate(Transfer.ORDER).putLong(down).putLong(up).flip());
        client.transfer.start(up, down + 1); // one more, when the backend has everything
        held.interest(client, client.transfer.interest());
    }

    private void ready(Client client) {
        try {
            if (!client.transfer.proceed(held.buffer)) {
                throw new IOException("ended early");
            }
            held.interest(client, client.transfer.interest());
            if (client.transfer.done()) {
                underWay--;
            }
        } catch (IOException e) {
            underWay--;
            held.lost(client);
        }
    }
}
