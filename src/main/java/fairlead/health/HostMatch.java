package fairlead.health;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Which host of the config a name belongs to, by the rule of routing: the exact one, else the longest suffix. */
final class HostMatch {
    private HostMatch() {}

    static Optional<String> best(Collection<String> hosts, String name) {
        return hosts.stream().filter(host -> matches(host, name)).max(Comparator.comparingInt(HostMatch::fixedLength));
    }

    /** Whether a host, exact or a wildcard of any depth, takes a name, which may be a wildcard itself. */
    static boolean matches(String host, String name) {
        return host.equals(name)
                || (host.startsWith("*.") && name.length() >= host.length() && name.endsWith(host.substring(1)));
    }

    private static int fixedLength(String host) {
        return host.startsWith("*.") ? host.length() - 1 : host.length();
    }
}
