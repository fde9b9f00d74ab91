package fairlead.config;

/** A load balancer as read: what of it can be compared with others, with the places to name in a problem. */
record LoadBalancerDraft(
        String path, LoadBalancerConfig config, Elements<String> hosts, Elements<ForwardingRule> rules) {

    /** How a problem of another load balancer names this one. */
    String label() {
        return config.name().isEmpty() ? path : "%s (%s)".formatted(path, Quote.text(config.name()));
    }
}
