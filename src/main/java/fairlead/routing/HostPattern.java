package fairlead.routing;

/** An exact host name or {@code *.suffix}, in lower case and already validated by the config. */
public sealed interface HostPattern {

    /** One name. */
    record Exact(String name) implements HostPattern {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Every name that ends in a dot and the suffix, at any depth; not the suffix itself. */
    record Suffix(String suffix) implements HostPattern {
        @Override
        public String toString() {
            return "*." + suffix;
        }
    }

    /** Reads a host as the config writes it, and as {@code toString} gives it back. */
    static HostPattern parse(String host) {
        return host.startsWith("*.") ? new Suffix(host.substring("*.".length())) : new Exact(host);
    }
}
