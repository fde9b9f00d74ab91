package fairlead.config;

import java.net.InetAddress;
import java.util.List;

/** Who may connect. Deny wins; an allow list that is not empty denies everyone else. */
public record FirewallConfig(List<Cidr> allow, List<Cidr> deny) {

    public static final FirewallConfig OPEN = new FirewallConfig(List.of(), List.of());

    public FirewallConfig {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
    }

    /** Whether a client of this address may connect. */
    public boolean permits(InetAddress client) {
        return deny.stream().noneMatch(block -> block.contains(client))
                && (allow.isEmpty() || allow.stream().anyMatch(block -> block.contains(client)));
    }
}
