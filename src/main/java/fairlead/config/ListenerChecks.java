package fairlead.config;

import fairlead.config.Elements.Item;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What must hold among the listeners, and between them and the rules that use them. */
final class ListenerChecks {

    private static final InetAddress ANY_IPV4 = Cidr.literal("0.0.0.0");

    private final Elements<ListenerConfig> listeners;
    private final Function<String, List<String>> httpKeys;
    private final Elements<LoadBalancerDraft> loadBalancers;
    private final Problems problems;

    /**
     * Before they have been looked at.
     *
     * @param httpKeys which keys that only http has a use for the listener in a place has
     */
    ListenerChecks(
            Elements<ListenerConfig> listeners,
            Function<String, List<String>> httpKeys,
            Elements<LoadBalancerDraft> loadBalancers,
            Problems problems) {
        this.listeners = listeners;
        this.httpKeys = httpKeys;
        this.loadBalancers = loadBalancers;
        this.problems = problems;
    }

    void run() {
        checkOverlaps();
        listeners.items().forEach(this::checkProxyProtocol);
        if (areAllRulesKnown()) {
            checkUse();
            listeners.items().forEach(this::checkHttp);
        }
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
        if (listener.acceptProxyProtocol() && listener.trustedProxies().isEmpty()) {
            problems.add(
                    JsonPath.key(item.path(), "trusted_proxies"),
                    "must list the proxies that send a header, such as \"10.0.0.0/8\", when accept_proxy_protocol is true");
        }
    }

    private boolean areAllRulesKnown() {
        return loadBalancers.complete()
                && loadBalancers.values().stream()
                        .allMatch(draft ->
                                draft.rules().complete() && !draft.rules().isEmpty());
    }

    /** What only http has a use for, where it has none. */
    private void checkHttp(Item<ListenerConfig> item) {
        ListenerConfig listener = item.value();
        List<ForwardingRule> rules = rulesOf(listener);
        if (rules.isEmpty() || rules.stream().anyMatch(rule -> rule.entryProtocol() == Protocol.HTTP)) {
            return;
        }
        if (!listener.acceptProxyProtocol() && !listener.trustedProxies().isEmpty()) {
            problems.add(
                    JsonPath.key(item.path(), "accept_proxy_protocol"),
                    "must be true when trusted_proxies lists proxies and no rule of the port is http; without it, "
                            + "remove trusted_proxies");
        }
        for (String key : httpKeys.apply(item.path())) {
            problems.add(JsonPath.key(item.path(), key), "has no effect on a port without http rules: remove this key");
        }
    }

    private List<ForwardingRule> rulesOf(ListenerConfig listener) {
        return loadBalancers.values().stream()
                .flatMap(draft -> draft.rules().values().stream())
                .filter(rule -> rule.entryPort() == listener.port()
                        && rule.listenerAddress()
                                .map(listener.address()::equals)
                                .orElse(true))
                .toList();
    }

    private void checkUse() {
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
