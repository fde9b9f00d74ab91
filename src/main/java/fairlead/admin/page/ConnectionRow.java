package fairlead.admin.page;

import fairlead.proxy.OpenConnection;
import fairlead.stats.AddressText;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * An open connection. Texts that are not known (yet) are empty.
 *
 * @param host that was asked for
 * @param stage where it is in its story: {@code relaying}
 * @param meaning the same in a sentence
 * @param rate bytes a second both ways, where two samples are there
 */
public record ConnectionRow(
        String id,
        Instant since,
        String client,
        String listener,
        String host,
        String alpn,
        String tls,
        String loadBalancer,
        String backend,
        String upstream,
        String stage,
        String meaning,
        long bytesIn,
        long bytesOut,
        OptionalDouble rate) {

    static ConnectionRow of(OpenConnection open, OptionalDouble rate) {
        return new ConnectionRow(
                open.id(),
                open.since(),
                address(open.client()),
                open.listener(),
                open.sni().or(open::host).orElse(""),
                String.join(", ", open.alpn()),
                String.join(", ", open.tlsVersions()),
                open.loadBalancer().orElse(""),
                open.backend().orElse(""),
                open.upstream().orElse(""),
                open.state().word().replace('_', ' '),
                open.state().meaning(),
                open.bytesIn(),
                open.bytesOut(),
                rate);
    }

    static String address(InetSocketAddress address) {
        return address.isUnresolved()
                ? address.getHostString() + ':' + address.getPort()
                : AddressText.of(address.getAddress(), address.getPort());
    }

    /** Both ways. */
    public long bytes() {
        return bytesIn + bytesOut;
    }

    /** Whether one of its texts contains this, in lower case. */
    boolean contains(String search) {
        return String.join("\n", id, client, listener, host, alpn, tls, loadBalancer, backend, upstream, stage)
                .toLowerCase(Locale.ROOT)
                .contains(search);
    }
}
