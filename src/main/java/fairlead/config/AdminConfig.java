package fairlead.config;

/** Where the dashboard and the API listen. */
public record AdminConfig(String address, int port) {

    public static final AdminConfig DEFAULT = new AdminConfig("127.0.0.1", 8080);
}
