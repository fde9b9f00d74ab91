package fairlead.config;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Who may connect. Deny wins; an allow list that is not empty denies everyone else. */
public record FirewallConfig(List<Cidr> allow, List<Cidr> deny) {

    public static final FirewallConfig OPEN = new FirewallConfig(List.of(), List.of());

    public FirewallConfig {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
    }

    /** Whether a client of this address may connect. */
    public boolean permits(InetAddress client) {
        return denying(client).isEmpty() && (allow.isEmpty() || allowing(client).isPresent());
    }

    /** The first entry of the deny list that this client is in. */
    public Optional<Cidr> denying(InetAddress client) {
        return deny.stream().filter(block -> block.contains(client)).findFirst();
    }

    /** The first entry of the allow list that this client is in. */
    public Optional<Cidr> allowing(InetAddress client) {
        return allow.stream().filter(block -> block.contains(client)).findFirst();
    }
}
