package fairlead.admin.history;

/** What numbers are about. */
public sealed interface Scope {

    Scope EVERYTHING = new Everything();

    /** All connections, refused ones too. */
    record Everything() implements Scope {}

    /** One load balancer. */
    record LoadBalancer(String name) implements Scope {}

    /**
     * One backend.
     *
     * @param name of its entry in the config
     */
    record Backend(String loadBalancer, String name) implements Scope {}
}
