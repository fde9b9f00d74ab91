package fairlead.proxyprotocol;

import java.net.InetSocketAddress;

/** What a PROXY header says of the connection it opens. */
public sealed interface ProxyHeader {

    /** A connection made on behalf of a client: these addresses count from here on, not those of the sender's socket. */
    record Proxied(InetSocketAddress source, InetSocketAddress destination, Tlvs tlvs) implements ProxyHeader {}

    /** No TCP client is named (version 1 UNKNOWN; version 2 LOCAL, UNSPEC or UNIX): the connection's own addresses count. */
    record Local() implements ProxyHeader {}
}
