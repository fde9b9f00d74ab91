package fairlead.config;

/**
 * The dashboard and the API.
 *
 * @param enabled whether there are any
 * @param address where they listen, a literal
 */
public record AdminConfig(boolean enabled, String address, int port) {

    public static final AdminConfig DEFAULT = new AdminConfig(true, "127.0.0.1", 8080);
}
