package fairlead.admin.page;

import fairlead.admin.access.Access;
import fairlead.admin.access.Client;
import fairlead.admin.access.Principal;
import fairlead.admin.access.Role;
import fairlead.admin.access.Route;
import fairlead.admin.access.SameOrigin;
import fairlead.admin.access.SessionCookie;
import fairlead.admin.access.TooOften;
import fairlead.admin.access.Unknown;
import fairlead.admin.views.StaticTemplates;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Objects;

/**
 * The way in and out. A link with the code of the first login shows a button and does nothing yet: programs that preview
 * links would use it up.
 */
final class LoginPage {
    private static final String WRONG = "That is not a valid token.";
    private static final String CODE_IS_VOID =
            "This link was used already, or is older than 15 minutes. \"fairlead token CONFIG\" on the server makes a token to log in with.";

    private final Access access;

    LoginPage(Access access) {
        this.access = access;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/login", Role.ANYONE, this::form),
                Route.post("/login", Role.ANYONE, this::login),
                Route.get("/login/once", Role.ANYONE, this::onceForm),
                Route.post("/login/once", Role.ANYONE, this::once),
                Route.post("/logout", Role.READ, this::logout));
    }

    private void form(Context ctx) {
        String next = Unknown.local(Objects.requireNonNullElse(ctx.queryParam("next"), "/"));
        if (Principal.of(ctx).equals(Principal.NOBODY)) {
            show(ctx, new LoginView("", next, ""));
        } else {
            ctx.redirect(next, HttpStatus.SEE_OTHER);
        }
    }

    private void onceForm(Context ctx) {
        show(ctx, new LoginView("", "/", Objects.requireNonNullElse(ctx.queryParam("code"), "")));
    }

    private void login(Context ctx) {
        checkOrigin(ctx);
        String next = Unknown.local(field(ctx, "next"));
        enter(ctx, access.login(field(ctx, "token").strip(), Client.of(ctx)), next, new LoginView(WRONG, next, ""));
    }

    private void once(Context ctx) {
        checkOrigin(ctx);
        enter(ctx, access.loginOnce(field(ctx, "code"), Client.of(ctx)), "/", new LoginView(CODE_IS_VOID, "/", ""));
    }

    private void logout(Context ctx) {
        access.logout(ctx);
        ctx.redirect("/login", HttpStatus.SEE_OTHER);
    }

    private static void enter(Context ctx, Access.Login login, String next, LoginView wrong) {
        switch (login) {
            case Access.Login.Done done -> {
                SessionCookie.set(ctx, done.session());
                ctx.redirect(next, HttpStatus.SEE_OTHER);
            }
            case Access.Login.Wrong unused -> {
                ctx.status(HttpStatus.UNAUTHORIZED);
                show(ctx, wrong);
            }
            case Access.Login.TooOften often -> throw TooOften.wait(ctx, often.remaining());
        }
    }

    /** Nobody is to be logged in as somebody else by a page of theirs. */
    private static void checkOrigin(Context ctx) {
        if (!SameOrigin.isPossible(ctx)) {
            throw new ForbiddenResponse("this did not come from the login page");
        }
    }

    private static String field(Context ctx, String name) {
        return Objects.requireNonNullElse(ctx.formParam(name), "");
    }

    private static void show(Context ctx, LoginView view) {
        Pages.send(ctx, new StaticTemplates().pagesLogin(view));
    }
}
