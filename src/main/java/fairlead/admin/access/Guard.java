package fairlead.admin.access;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HttpResponseException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Stands before everything that can be asked. Who is not known learns nothing, not even which paths there are; what a
 * browser sends for somebody who is known has to come from a page of ours.
 */
public final class Guard {
    private static final String STATIC = "/static/"; // what the login page looks like: nothing of this server
    private static final String BEARER = "bearer ";
    private static final int LONGEST_TOKEN = 1024;
    private static final Set<String> JSON = Set.of("application/json", "application/merge-patch+json");
    private static final Set<String> FORMS = Set.of("application/x-www-form-urlencoded", "multipart/form-data");

    private final Access access;
    private final OwnNames names;
    private final Set<String> open;

    /**
     * Before these routes.
     *
     * @param allowedHosts names the dashboard goes by, beside those of every machine
     */
    public Guard(Access access, List<String> allowedHosts, List<Route> routes) {
        this.access = access;
        this.names = new OwnNames(allowedHosts);
        this.open = routes.stream()
                .filter(route -> route.role() == Role.ANYONE)
                .map(Route::path)
                .collect(Collectors.toSet());
    }

    /** Before every request, whatever its path: refuses it, or finds out who asks. */
    public void identify(Context ctx) {
        checkName(ctx);
        Principal principal = principal(ctx);
        if (principal.equals(Principal.NOBODY) && !isOpen(ctx.path())) {
            Unknown.turnAway(ctx);
            return;
        }
        checkContentType(ctx);
        principal.attach(ctx);
    }

    /** Before a request for something that exists: refuses it to those who may not. */
    public void permit(Context ctx) {
        Role needed =
                ctx.routeRoles().stream().map(Role.class::cast).findFirst().orElse(Role.ADMIN);
        Principal principal = Principal.of(ctx);
        if (!principal.role().permits(needed)) {
            throw new ForbiddenResponse("the token \"%s\" has the role %s, and this needs %s"
                    .formatted(principal.name(), principal.role().word(), needed.word()));
        }
    }

    /**
     * The role of whom the fields of a request let in, before anything else is looked at. A wrong token counts: else this
     * would be a way to guess as often as one likes.
     */
    public Role role(InetAddress client, Optional<String> authorization, Optional<String> session) {
        if (authorization.isEmpty()) {
            return session.map(access::bySession).orElse(Principal.NOBODY).role();
        }
        return authorization
                .flatMap(Guard::token)
                .filter(token -> access.throttle().wait(client).isEmpty())
                .map(token -> byToken(client, token))
                .orElse(Principal.NOBODY)
                .role();
    }

    private boolean isOpen(String path) {
        return open.contains(path) || path.startsWith(STATIC);
    }

    private void checkName(Context ctx) {
        String host = ctx.header("Host");
        if (host != null && !names.include(host)) { // only programs leave it out
            throw new HttpResponseException(
                    421,
                    "the dashboard does not go by the name in this address: add it to admin.allowed_hosts in the config file, or ask for 127.0.0.1");
        }
    }

    private static void checkContentType(Context ctx) {
        boolean hasBody = ctx.contentLength() > 0 || ctx.header("Transfer-Encoding") != null;
        if (!SameOrigin.isUnsafe(ctx) || !hasBody) {
            return;
        }
        boolean api = isApi(ctx.path());
        String type = Optional.ofNullable(ctx.contentType()).orElse("");
        int semicolon = type.indexOf(';');
        String bare =
                (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
        if (!(api ? JSON : FORMS).contains(bare)) {
            throw new HttpResponseException(
                    415, "the Content-Type has to be " + (api ? "application/json" : "that of a form"));
        }
    }

    private Principal principal(Context ctx) {
        String authorization = ctx.header("Authorization");
        if (authorization != null) {
            return token(authorization).map(token -> byToken(ctx, token)).orElse(Principal.NOBODY);
        }
        Principal principal = SessionCookie.of(ctx).map(access::bySession).orElse(Principal.NOBODY);
        if (!principal.equals(Principal.NOBODY) && SameOrigin.isUnsafe(ctx)) {
            if (!SameOrigin.isPossible(ctx) || !SameOrigin.carries(ctx, principal.csrf())) {
                throw new ForbiddenResponse("this did not come from a page of the dashboard: load the page again");
            }
        }
        return principal;
    }

    private Principal byToken(Context ctx, String token) {
        InetAddress client = Client.of(ctx);
        Optional<Duration> wait = access.throttle().wait(client);
        if (wait.isPresent()) {
            throw TooOften.wait(ctx, wait.get());
        }
        return byToken(client, token);
    }

    private Principal byToken(InetAddress client, String token) {
        Principal principal = access.byToken(token);
        if (principal.equals(Principal.NOBODY)) {
            access.throttle().mistake(client, token);
        }
        return principal;
    }

    private static Optional<String> token(String authorization) {
        boolean bearer = authorization.regionMatches(true, 0, BEARER, 0, BEARER.length());
        return bearer && authorization.length() <= LONGEST_TOKEN
                ? Optional.of(authorization.substring(BEARER.length()).strip())
                : Optional.empty();
    }

    static boolean isApi(String path) {
        return path.startsWith("/api/") || path.equals("/api");
    }
}
