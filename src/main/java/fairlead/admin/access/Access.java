package fairlead.admin.access;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.UnauthorizedResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

/** The guard before every route. */
public final class Access {
    private final byte[] token;

    private Access(byte[] token) {
        this.token = token;
    }

    /** Everything is permitted to whoever has this token, and nothing to others. */
    public static Access token(String token) {
        return new Access(token.getBytes(StandardCharsets.UTF_8));
    }

    /** What there is to ask of it. */
    public List<Route> routes() {
        return List.of();
    }

    /** Lets a request pass that may, and ends another. */
    public void guard(Context ctx) {
        Role needed =
                ctx.routeRoles().stream().map(Role.class::cast).findFirst().orElse(Role.ADMIN);
        Principal principal = principal(ctx);
        if (!principal.role().permits(needed)) {
            if (principal.equals(Principal.NOBODY)) {
                throw new UnauthorizedResponse("a token is needed");
            }
            throw new ForbiddenResponse("the token \"%s\" may not do this".formatted(principal.name()));
        }
        principal.attach(ctx);
    }

    private Principal principal(Context ctx) {
        String given = ctx.header("Authorization");
        boolean known = given != null
                && given.startsWith("Bearer ")
                && MessageDigest.isEqual(given.substring("Bearer ".length()).getBytes(StandardCharsets.UTF_8), token);
        return known ? new Principal("initial", Role.ADMIN, "") : Principal.NOBODY;
    }
}
