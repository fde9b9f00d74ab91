package fairlead.health.dns;

import fairlead.health.finding.Finding;
import fairlead.health.finding.Finding.Draft;
import fairlead.health.finding.Finding.Kind;
import fairlead.health.finding.Finding.Severity;
import fairlead.health.finding.Printable;
import fairlead.stats.AddressText;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Where one host points, judged against the addresses at which clients reach this machine. */
final class HostAddresses {
    private HostAddresses() {}

    /**
     * What came of a lookup.
     *
     * @param failure the reason when there are no addresses
     */
    record Answer(List<InetAddress> addresses, Optional<String> failure) {}

    /**
     * What is wrong with a host of a load balancer.
     *
     * @param here the addresses of this machine, without scopes
     * @param said public_addresses, for which the machine need not have them
     */
    static Optional<Draft> judge(
            String loadBalancer, String host, Answer answer, Set<InetAddress> here, Collection<InetAddress> said) {
        Optional<String> failure = answer.failure();
        if (failure.isPresent()) {
            return Optional.of(draft(
                    Kind.HOST_UNRESOLVED,
                    Severity.WARNING,
                    loadBalancer,
                    host,
                    "%s cannot be resolved (%s): add a DNS record that points to this machine%s"
                            .formatted(host, failure.get(), itsAddresses(here, said))));
        }
        List<InetAddress> elsewhere = answer.addresses().stream()
                .filter(address -> !address.isLoopbackAddress() && !here.contains(address) && !said.contains(address))
                .toList();
        if (elsewhere.isEmpty()) {
            return Optional.empty();
        }
        boolean some = elsewhere.size() < answer.addresses().size();
        String text =
                "%s points to %s, which %s not this machine%s: point the record here%s, or list %s in public_addresses"
                        .formatted(
                                host,
                                text(elsewhere),
                                elsewhere.size() == 1 ? "is" : "are",
                                some ? ", while its other addresses are" : "",
                                itsAddresses(here, said),
                                elsewhere.size() == 1 ? "the address" : "the addresses");
        return Optional.of(
                draft(Kind.HOST_ELSEWHERE, some ? Severity.NOTICE : Severity.WARNING, loadBalancer, host, text));
    }

    /** Loopback by RFC 6761 section 6.3, whatever the DNS says. */
    static boolean isLocalhost(String host) {
        return host.equals("localhost") || host.endsWith(".localhost");
    }

    private static Draft draft(Kind kind, Severity severity, String loadBalancer, String host, String text) {
        return new Draft(
                new Finding.Key(kind, Optional.of(loadBalancer), Optional.empty(), Optional.of(host)), severity, text);
    }

    /** {@code  (198.51.100.1)}; nothing when this machine knows no address of its own that others could use. */
    private static String itsAddresses(Set<InetAddress> here, Collection<InetAddress> said) {
        List<InetAddress> usable = (said.isEmpty() ? here : said)
                .stream()
                        .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                        .toList();
        return usable.isEmpty() ? "" : " (" + text(usable) + ")";
    }

    private static String text(Collection<InetAddress> addresses) {
        return Printable.few(addresses.stream()
                .map(address -> AddressText.of(address))
                .sorted()
                .collect(Collectors.toList()));
    }

    /** The address without the interface by which it was found, which would make it differ from others. */
    static InetAddress withoutScope(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException e) {
            throw new AssertionError("the length is that of an address", e);
        }
    }
}
