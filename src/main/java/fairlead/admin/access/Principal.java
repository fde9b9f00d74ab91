package fairlead.admin.access;

import io.javalin.http.Context;
import java.util.Objects;

/**
 * Who asks.
 *
 * @param name of the token by which they came in
 * @param csrf what forms of theirs have to carry; empty when they came with a bearer token
 */
public record Principal(String name, Role role, String csrf) {

    private static final String ATTRIBUTE = "principal";

    public static final Principal NOBODY = new Principal("", Role.ANYONE, "");

    /** Whom the guard found behind this request. */
    public static Principal of(Context ctx) {
        Principal found = ctx.attribute(ATTRIBUTE);
        return Objects.requireNonNullElse(found, NOBODY);
    }

    /** Whether they may know what is secret in the config. */
    public boolean knowsSecrets() {
        return role.permits(Role.ADMIN);
    }

    void attach(Context ctx) {
        ctx.attribute(ATTRIBUTE, this);
    }
}
