package fairlead.admin;

import fairlead.admin.access.Client;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;

/**
 * How many connections the port of the dashboard has, of one client and in all. When there are too many, the oldest that
 * has never sent a whole request makes room: so those who hold connections open only push each other out.
 *
 * <p>Safe for many threads.
 */
final class ConnectionLimit implements Connection.Listener {
    private static final int MOST = 512;
    private static final int MOST_OF_CLIENT = 64;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Connection, String> open = new LinkedHashMap<>(); // the oldest first

    @Override
    public void onOpened(Connection connection) {
        if (isInner(connection)
                || !(connection.getEndPoint().getRemoteSocketAddress() instanceof InetSocketAddress client)) {
            return;
        }
        String network = Client.network(client.getAddress());
        Optional<Connection> tooMany;
        lock.lock();
        try {
            open.put(connection, network);
            tooMany = tooMany(network);
            tooMany.ifPresent(open::remove);
        } finally {
            lock.unlock();
        }
        tooMany.map(Connection::getEndPoint).ifPresent(EndPoint::close);
    }

    @Override
    public void onClosed(Connection connection) {
        lock.lock();
        try {
            open.remove(connection);
        } finally {
            lock.unlock();
        }
    }

    private Optional<Connection> tooMany(String client) {
        boolean all = open.size() > MOST;
        boolean own = open.values().stream().filter(client::equals).count() > MOST_OF_CLIENT;
        if (!all && !own) {
            return Optional.empty();
        }
        return open.entrySet().stream()
                .filter(entry -> !own || entry.getValue().equals(client))
                .map(Map.Entry::getKey)
                .filter(connection -> connection.getMessagesIn() <= 0)
                .findFirst()
                .or(() -> open.keySet().stream().reduce((older, newest) -> newest));
    }

    /** Over TLS, the connection that speaks HTTP is within the one that is counted. */
    private static boolean isInner(Connection connection) {
        return connection.getEndPoint() instanceof SslConnection.SslEndPoint;
    }
}
