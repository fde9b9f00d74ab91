package fairlead.admin.store;

/**
 * Who changes the config.
 *
 * @param name of a token, or {@code SIGHUP}
 * @param address where they are, or empty
 */
public record Author(String name, String address) {

    public static final Author SIGHUP = new Author("SIGHUP", "");
}
