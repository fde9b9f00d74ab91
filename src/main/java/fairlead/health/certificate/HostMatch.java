package fairlead.health.certificate;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which of some hosts a name belongs to, by the rule of routing: the exact one, else the longest suffix. */
record HostMatch(Set<String> exact, List<String> wildcards) {

    static HostMatch among(Collection<String> hosts) {
        return new HostMatch(
                hosts.stream().filter(host -> !host.startsWith("*.")).collect(Collectors.toSet()),
                hosts.stream().filter(host -> host.startsWith("*.")).toList());
    }

    Optional<String> best(String name) {
        return exact.contains(name)
                ? Optional.of(name)
                : wildcards.stream()
                        .filter(wildcard -> takes(wildcard, name))
                        .max(Comparator.comparingInt(String::length));
    }

    /** Whether a wildcard, which stands for any depth, takes a name, which may be a wildcard itself. */
    static boolean takes(String wildcard, String name) {
        return name.length() >= wildcard.length() && name.endsWith(wildcard.substring(1));
    }
}
