package fairlead.bench.ends;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Connections that are opened once and held, for other commands to use. */
final class Held {
    private static final int AT_ONCE = 50;
    private static final long PATIENCE_MILLIS = 5000;

    final ByteBuffer buffer = ByteBuffer.allocateDirect(Transfer.CHUNK);
    final List<Client> clients = new ArrayList<>();
    private final Selector selector = Selector.open();
    private int waiting;
    private int failed;

    Held() throws IOException {}

    /** Opens so many more, and has the answer of each when it returns. */
    Figures open(int port, ByteBuffer hello, int count) throws IOException {
        long start = System.nanoTime();
        failed = 0;
        waiting = 0;
        int begun = 0;
        while (begun < count || waiting > 0) {
            if (begun < count && waiting < AT_ONCE) {
                begun++;
                clients.add(Client.connect(port, hello, selector));
                waiting++;
            } else if (!await(this::opened)) {
                loseAll(client -> client.awaited > 0);
                waiting = 0;
            }
        }
        return Figures.of(clients.size(), start, failed);
    }

    private void opened(Client client) {
        try {
            if (client.answered(buffer)) {
                waiting--;
            }
        } catch (IOException e) {
            lost(client);
            waiting--;
        }
    }

    /** Waits until something can be done for somebody, and hands over everybody of whom that is so; false if in vain. */
    boolean await(Consumer<Client> action) throws IOException {
        int ready = selector.select(
                key -> {
                    if (key.attachment() instanceof Client client) {
                        action.accept(client);
                    }
                },
                PATIENCE_MILLIS);
        return ready > 0;
    }

    /** Counts a connection as failed and lets it go. */
    void lost(Client client) {
        failed++;
        clients.remove(client);
        client.close();
    }

    /** {@link #lost} for all of whom something is true, as nothing comes for them. */
    void loseAll(Predicate<Client> waiting) {
        clients.stream().filter(waiting).toList().forEach(this::lost);
    }

    int failed() {
        return failed;
    }

    Figures close() throws IOException {
        long start = System.nanoTime();
        int closed = clients.size();
        clients.forEach(Client::close);
        clients.clear();
        selector.selectNow(); // a channel of a selector is only closed at its next turn
        return Figures.of(closed, start, 0);
    }
}
