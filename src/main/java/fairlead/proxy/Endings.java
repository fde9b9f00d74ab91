package fairlead.proxy;

import fairlead.stats.ConnectionRecord;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** How single connections end, for those who asked before they began. Safe for many threads; nearly always empty. */
final class Endings {
    private final Map<InetSocketAddress, CompletableFuture<ConnectionRecord>> awaited = new ConcurrentHashMap<>();

    /** The end of the connection that this client is about to make. To be forgotten by whoever asks. */
    CompletableFuture<ConnectionRecord> of(InetSocketAddress client) {
        return awaited.computeIfAbsent(client, unused -> new CompletableFuture<>());
    }

    void forget(InetSocketAddress client) {
        awaited.remove(client);
    }

    void tell(ConnectionRecord ended) {
        CompletableFuture<ConnectionRecord> waiting = awaited.isEmpty() ? null : awaited.get(ended.client());
        if (waiting != null) {
            waiting.complete(ended);
        }
    }
}
