package fairlead.health.dns;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Looks names up. Blocks as long as it takes. */
public interface Resolver {
    /** The machine's own way: its hosts file, then the DNS. */
    Resolver SYSTEM = name -> List.of(InetAddress.getAllByName(name));

    /** Every address of the name, in no particular order. */
    List<InetAddress> resolve(String name) throws UnknownHostException;
}
