package fairlead.admin.access;

import io.javalin.security.RouteRole;
import java.util.Locale;

/** What somebody may do; each includes those before it. */
public enum Role implements RouteRole {
    /** Not even logged in. */
    ANYONE,
    /** See everything. */
    READ,
    /** Drain backends and close connections too. */
    OPERATE,
    /** Change everything. */
    ADMIN;

    /**
     * The role of a token, by its word.
     *
     * @throws IllegalArgumentException with a sentence for the user
     */
    public static Role of(String word) {
        return switch (word) {
            case "read" -> READ;
            case "operate" -> OPERATE;
            case "admin" -> ADMIN;
            default -> throw new IllegalArgumentException("a role is \"read\", \"operate\" or \"admin\"");
        };
    }

    public boolean permits(Role needed) {
        return compareTo(needed) >= 0;
    }

    /** {@code operate}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
