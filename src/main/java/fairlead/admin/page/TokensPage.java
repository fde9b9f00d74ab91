package fairlead.admin.page;

import fairlead.admin.access.Access;
import fairlead.admin.access.NewToken;
import fairlead.admin.access.Role;
import fairlead.admin.access.Route;
import fairlead.admin.access.Token;
import fairlead.admin.store.Acts;
import fairlead.admin.views.StaticTemplates;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** The tokens: who may come in, and as what. */
final class TokensPage {
    private static final String PATH = "/tokens";

    private final Access access;
    private final Acts acts;
    private final Function<Context, Frame> frame;

    TokensPage(Access access, Acts acts, Function<Context, Frame> frame) {
        this.access = access;
        this.acts = acts;
        this.frame = frame;
    }

    List<Route> routes() {
        return List.of(
                Route.get(PATH, Role.ADMIN, this::show),
                Route.post(PATH, Role.ADMIN, this::create),
                Route.get(PATH + "/{name}/revoke", Role.ADMIN, this::confirm),
                Route.post(PATH + "/{name}/revoke", Role.ADMIN, this::revoke));
    }

    private void show(Context ctx) {
        if (Csv.isAsked(ctx)) {
            csv(ctx, rows());
        } else {
            show(ctx, TokensView.EMPTY);
        }
    }

    private void create(Context ctx) throws IOException {
        String name = field(ctx, "name").strip();
        String role = field(ctx, "role");
        try {
            NewToken made = access.tokens().create(name, Role.of(role));
            acts.tokenMade(Forms.author(ctx), name, role);
            show(ctx, new TokensView("", "read", "", made.token().name(), made.secret()));
        } catch (IllegalArgumentException e) {
            ctx.status(HttpStatus.UNPROCESSABLE_CONTENT);
            show(ctx, new TokensView(name, role, String.valueOf(e.getMessage()), "", ""));
        }
    }

    private void confirm(Context ctx) {
        Pages.send(ctx, new StaticTemplates().pagesRevokeToken(frame.apply(ctx), ctx.pathParam("name")));
    }

    private void revoke(Context ctx) throws IOException {
        try {
            access.tokens().revoke(ctx.pathParam("name"));
            acts.tokenRevoked(Forms.author(ctx), ctx.pathParam("name"));
            ctx.redirect(PATH, HttpStatus.SEE_OTHER);
        } catch (IllegalArgumentException e) {
            ctx.status(HttpStatus.UNPROCESSABLE_CONTENT);
            show(ctx, new TokensView("", "read", String.valueOf(e.getMessage()), "", ""));
        }
    }

    private void show(Context ctx, TokensView view) {
        Pages.send(ctx, new StaticTemplates().pagesTokens(frame.apply(ctx), rows(), view));
    }

    private List<TokenRow> rows() {
        return access.tokens().all().stream().map(TokensPage::row).toList();
    }

    private static void csv(Context ctx, List<TokenRow> rows) {
        Csv.send(
                ctx,
                "tokens",
                List.of("token", "role", "created", "last_used"),
                rows.stream()
                        .map(row -> List.of(
                                row.name(),
                                row.role(),
                                Words.iso(row.created()),
                                row.lastUsed().map(Words::iso).orElse("")))
                        .toList());
    }

    private static TokenRow row(Token token) {
        return new TokenRow(
                token.name(),
                token.role().word(),
                token.created(),
                token.lastUsed(),
                token.origin() == Token.Origin.FILE);
    }

    private static String field(Context ctx, String name) {
        return Objects.requireNonNullElse(ctx.formParam(name), "");
    }
}
