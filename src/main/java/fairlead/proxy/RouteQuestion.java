package fairlead.proxy;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * What somebody would like to know: where a connection would go, or the request of one on an http port.
 *
 * @param listener the address, of a port that is listened to on several
 * @param host the server name of TLS (SNI) or the Host of a request, as it would be sent; empty for none
 * @param alpn protocols offered
 * @param client where it would come from
 * @param path of a request
 */
public record RouteQuestion(
        int port,
        Optional<InetAddress> listener,
        Optional<String> host,
        List<String> alpn,
        InetAddress client,
        String path) {

    public RouteQuestion {
        alpn = List.copyOf(alpn);
    }
}
