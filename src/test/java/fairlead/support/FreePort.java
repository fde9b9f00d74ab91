package fairlead.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A port that the system picks and then keeps from everybody who does not ask for it by number: a connection that its
 * side has closed first leaves it in TIME_WAIT, where it is given to no outgoing connection and to no other port 0, but
 * can be bound.
 */
public final class FreePort {
    private FreePort() {}

    public static int pick() {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket server = new ServerSocket()) {
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(loopback, 0));
            try (Socket client = new Socket(loopback, server.getLocalPort());
                    Socket accepted = server.accept()) {
                accepted.close(); // this side first
                client.getInputStream().read();
            }
            return server.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
