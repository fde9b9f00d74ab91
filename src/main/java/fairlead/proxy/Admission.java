package fairlead.proxy;

import fairlead.pool.Pool;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Counts open connections, in all and by client, and says when there are enough. */
final class Admission {
    private final AtomicInteger open = new AtomicInteger();
    private final Map<ClientKey, Integer> byClient = new ConcurrentHashMap<>();

    /** Who counts as one client: an IPv4 address, or the /64 an IPv6 host picks its addresses from. */
    private record ClientKey(long network, boolean ipv6) {

        static ClientKey of(InetAddress address) {
            byte[] bytes = address.getAddress();
            long network = 0;
            for (int i = 0; i < Math.min(bytes.length, 8); i++) {
                network = network << 8 | (bytes[i] & 0xff);
            }
            return new ClientKey(network, bytes.length == 16);
        }
    }

    /** What one connection is counted in; closing it undoes all of that. For one thread. */
    final class Ticket implements AutoCloseable {
        private boolean counted;
        private @Nullable ClientKey client;
        private @Nullable Pool pool;

        /** Counts the connection, unless there are {@code max} already. */
        boolean enter(int max) {
            counted = open.incrementAndGet() <= max;
            if (!counted) {
                open.decrementAndGet();
            }
            return counted;
        }

        /** Counts it as the client's, unless that has {@code max} already; 0 for no cap. */
        boolean enter(InetAddress address, int max) {
            if (max == 0) {
                return true;
            }
            ClientKey key = ClientKey.of(address);
            int count = byClient.merge(key, 1, Integer::sum);
            client = key;
            return count <= max;
        }

        /** Counts it as this load balancer's and no other's, unless that is full. */
        boolean enter(Pool wanted) {
            if (pool != null && pool.countsWith(wanted)) {
                pool = wanted;
                return true;
            }
            if (pool != null) {
                pool.leave();
            }
            boolean free = wanted.enter();
            pool = free ? wanted : null;
            return free;
        }

        @Override
        public void close() {
            if (counted) {
                open.decrementAndGet();
            }
            if (client != null) {
                byClient.computeIfPresent(client, (key, count) -> count > 1 ? count - 1 : null);
            }
            if (pool != null) {
                pool.leave();
            }
        }
    }

    Ticket ticket() {
        return new Ticket();
    }

    /** Connections counted as this client's. */
    int openOf(InetAddress client) {
        return byClient.getOrDefault(ClientKey.of(client), 0);
    }

    /** Connections counted now. */
    int open() {
        return open.get();
    }
}
