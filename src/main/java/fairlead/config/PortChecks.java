package fairlead.config;

import fairlead.config.Elements.Item;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must hold among load balancers that share a port: each port carries one kind, and each host has one owner. */
final class PortChecks {

    private static final String CATCH_ALL = "";

    private final Map<Integer, List<InetAddress>> addresses = new HashMap<>();
    private final Map<Binding, Port> ports = new HashMap<>();
    private final Problems problems;

    PortChecks(Elements<ListenerConfig> listeners, Problems problems) {
        this.problems = problems;
        for (ListenerConfig listener : listeners.values()) {
            addresses
                    .computeIfAbsent(listener.port(), port -> new ArrayList<>())
                    .add(listener.address());
        }
    }

    void run(List<LoadBalancerDraft> loadBalancers) {
        for (LoadBalancerDraft draft : loadBalancers) {
            Set<Binding> own = new HashSet<>();
            for (Item<ForwardingRule> rule : draft.rules().items()) {
                for (Binding binding : bindings(rule.value())) {
                    claim(binding, draft, rule, !own.add(binding));
                }
            }
        }
    }

    private Set<Binding> bindings(ForwardingRule rule) {
        Set<Binding> bindings = new HashSet<>();
        rule.listenerAddress()
                .map(List::of)
                .orElseGet(() -> addresses.getOrDefault(rule.entryPort(), List.of(ListenerConfig.ANY)))
                .forEach(address -> bindings.add(new Binding(rule.entryPort(), address)));
        return bindings;
    }

    private void claim(Binding binding, LoadBalancerDraft draft, Item<ForwardingRule> rule, boolean again) {
        Kind kind = Kind.of(rule.value().entryProtocol());
        Port port = ports.computeIfAbsent(binding, first -> new Port(kind, draft, rule.path()));
        if (again) {
            problems.add(
                    JsonPath.key(rule.path(), "entry_port"),
                    "%s already has a rule in this load balancer: remove one of them".formatted(binding.label()));
        } else if (port.kind != kind) {
            problems.add(
                    JsonPath.key(rule.path(), "entry_protocol"),
                    "%s carries %s for %s: a port carries either TLS (https, http2), http or tcp"
                            .formatted(binding.label(), port.kind.word, port.path));
        } else if (kind == Kind.TCP && !port.owner.path().equals(draft.path())) {
            problems.add(
                    JsonPath.key(rule.path(), "entry_port"),
                    "%s belongs to %s: tcp names no host, so a tcp port has one load balancer; choose another port"
                            .formatted(binding.label(), port.owner.label()));
        } else if (kind != Kind.TCP) {
            claimHosts(binding, port, draft);
        }
    }

    private void claimHosts(Binding binding, Port port, LoadBalancerDraft draft) {
        for (Item<String> host : draft.hosts().items()) {
            LoadBalancerDraft owner = port.owners.putIfAbsent(host.value(), draft);
            if (owner != null) {
                problems.add(
                        host.path(),
                        "%s belongs to %s on %s already: a host has one load balancer on a port; remove one of them"
                                .formatted(Quote.text(host.value()), owner.label(), binding.label()));
            }
        }
        if (draft.hosts().isEmpty() && draft.hosts().complete()) {
            LoadBalancerDraft owner = port.owners.putIfAbsent(CATCH_ALL, draft);
            if (owner != null) {
                problems.add(
                        JsonPath.key(draft.path(), "hosts"),
                        "without hosts this is a catch-all, which %s has in %s already: list the hosts of one of them"
                                .formatted(binding.label(), owner.label()));
            }
        }
    }

    /** What a port has carried so far, and for whom. */
    private static final class Port {

        final Kind kind;
        final LoadBalancerDraft owner;
        final String path;
        final Map<String, LoadBalancerDraft> owners = new HashMap<>();

        Port(Kind kind, LoadBalancerDraft owner, String path) {
            this.kind = kind;
            this.owner = owner;
            this.path = path;
        }
    }

    /** What Fairlead looks at to tell one connection of a port from another. */
    private enum Kind {
        TLS("TLS"),
        HTTP("http"),
        TCP("tcp"),
        UDP("udp");

        final String word;

        Kind(String word) {
            this.word = word;
        }

        static Kind of(Protocol protocol) {
            return switch (protocol) {
                case HTTPS, HTTP2 -> TLS;
                case HTTP -> HTTP;
                case TCP -> TCP;
                case HTTP3, UDP -> UDP;
            };
        }
    }
}
