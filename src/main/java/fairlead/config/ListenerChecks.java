package fairlead.config;

import fairlead.config.Elements.Item;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What must hold among the listeners, and between them and the rules that use them. */
final class ListenerChecks {

    private static final InetAddress ANY_IPV4 = Cidr.literal("0.0.0.0");

    private final Elements<ListenerConfig> listeners;
    private final Elements<LoadBalancerDraft> loadBalancers;
    private final Problems problems;

    ListenerChecks(Elements<ListenerConfig> listeners, Elements<LoadBalancerDraft> loadBalancers, Problems problems) {
        this.listeners = listeners;
        this.loadBalancers = loadBalancers;
        this.problems = problems;
    }

    void run() {
        checkOverlaps();
        listeners.items().forEach(this::checkProxyProtocol);
        checkUse();
        checkAddressesOfRules();
    }

    private void checkOverlaps() {
        Map<Binding, String> paths = new HashMap<>();
        for (Item<ListenerConfig> item : listeners.items()) {
            Binding binding = Binding.of(item.value());
            String first = paths.putIfAbsent(binding, item.path());
            if (first != null) {
                problems.add(item.path(), "is the same address and port as %s: remove one of them".formatted(first));
            }
        }
        for (Item<ListenerConfig> item : listeners.items()) {
            checkIncluded(item, ListenerConfig.ANY, "every address, IPv4 and IPv6,", paths);
            if (item.value().address() instanceof Inet4Address) {
                checkIncluded(item, ANY_IPV4, "every IPv4 address", paths);
            }
        }
    }

    /** The kernel refuses to bind an address beside one that includes it. */
    private void checkIncluded(
            Item<ListenerConfig> item, InetAddress wide, String meaning, Map<Binding, String> paths) {
        int port = item.value().port();
        String other = paths.get(new Binding(port, wide));
        if (other != null && !item.value().address().equals(wide)) {
            problems.add(
                    JsonPath.key(item.path(), "address"),
                    "is included in %s, which is %s of port %d: remove one of them".formatted(other, meaning, port));
        }
    }

    private void checkProxyProtocol(Item<ListenerConfig> item) {
        ListenerConfig listener = item.value();
        boolean trustsNobody = listener.trustedProxies().isEmpty();
        if (listener.acceptProxyProtocol() && trustsNobody) {
            problems.add(
                    JsonPath.key(item.path(), "trusted_proxies"),
                    "must list the proxies that send a header, such as \"10.0.0.0/8\", when accept_proxy_protocol is true");
        } else if (!listener.acceptProxyProtocol() && !trustsNobody) {
            problems.add(
                    JsonPath.key(item.path(), "accept_proxy_protocol"),
                    "must be true when trusted_proxies lists proxies; without it, remove trusted_proxies");
        }
    }

    private void checkUse() {
        boolean allRulesKnown = loadBalancers.complete()
                && loadBalancers.values().stream()
                        .allMatch(draft ->
                                draft.rules().complete() && !draft.rules().isEmpty());
        if (!allRulesKnown) {
            return;
        }
        Set<Integer> usedPorts = new HashSet<>();
        Set<Binding> usedBindings = new HashSet<>();
        for (LoadBalancerDraft draft : loadBalancers.values()) {
            for (ForwardingRule rule : draft.rules().values()) {
                rule.listenerAddress()
                        .ifPresentOrElse(
                                address -> usedBindings.add(new Binding(rule.entryPort(), address)),
                                () -> usedPorts.add(rule.entryPort()));
            }
        }
        for (Item<ListenerConfig> item : listeners.items()) {
            Binding binding = Binding.of(item.value());
            if (!usedPorts.contains(binding.port()) && !usedBindings.contains(binding)) {
                problems.add(
                        item.path(),
                        "no forwarding rule uses %s: add one with \"entry_port\": %d, or remove this listener"
                                .formatted(binding.label(), binding.port()));
            }
        }
    }

    private void checkAddressesOfRules() {
        if (!listeners.complete()) {
            return;
        }
        Set<Binding> listed = new HashSet<>();
        listeners.values().forEach(listener -> listed.add(Binding.of(listener)));
        for (LoadBalancerDraft draft : loadBalancers.values()) {
            for (Item<ForwardingRule> item : draft.rules().items()) {
                int port = item.value().entryPort();
                item.value()
                        .listenerAddress()
                        .filter(address -> !listed.contains(new Binding(port, address)))
                        .ifPresent(address -> problems.add(
                                JsonPath.key(item.path(), "listener_address"),
                                "no listener has this address and port %1$d: add {\"port\": %1$d, \"address\": \"%2$s\"} to listeners"
                                        .formatted(port, address.getHostAddress())));
            }
        }
    }
}
