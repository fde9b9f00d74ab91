package fairlead.admin.api;

import fairlead.admin.access.Access;
import fairlead.admin.access.NewToken;
import fairlead.admin.access.Role;
import fairlead.admin.access.Route;
import fairlead.admin.access.Token;
import fairlead.admin.store.Acts;
import fairlead.config.Problem;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Tokens over the API. */
final class TokensApi {
    private static final String PATH = "/api/v1/tokens";

    private final Access access;
    private final Acts acts;

    TokensApi(Access access, Acts acts) {
        this.access = access;
        this.acts = acts;
    }

    List<Route> routes() {
        return List.of(
                Route.get(PATH, Role.ADMIN, this::list),
                Route.post(PATH, Role.ADMIN, this::create),
                Route.delete(PATH + "/{name}", Role.ADMIN, this::revoke));
    }

    /**
     * A token as the API shows it.
     *
     * @param token its text, in the answer to the request that made it and never again
     */
    record TokenView(
            String name,
            String role,
            Instant createdAt,
            Optional<Instant> lastUsedAt,
            String origin,
            Optional<String> token) {

        static TokenView of(Token token, Optional<String> secret) {
            return new TokenView(
                    token.name(),
                    token.role().word(),
                    token.created(),
                    token.lastUsed(),
                    token.origin() == Token.Origin.FILE ? "file" : "environment",
                    secret);
        }
    }

    private void list(Context ctx) {
        Json.send(
                ctx,
                Map.of(
                        "tokens",
                        access.tokens().all().stream()
                                .map(token -> TokenView.of(token, Optional.empty()))
                                .toList()));
    }

    private void create(Context ctx) throws IOException {
        JsonNode wish = body(ctx);
        List<Problem> unknown = wish.propertyNames().stream()
                .filter(key -> !key.equals("name") && !key.equals("role"))
                .map(key -> new Problem(key, "unknown key: the keys here are name, role"))
                .toList();
        if (!unknown.isEmpty()) {
            throw ApiError.unprocessable("the token has problems", unknown);
        }
        Role role = role(wish.path("role").asString(""));
        String name = wish.path("name").asString("");
        if (access.tokens().all().stream().anyMatch(token -> token.name().equals(name))) {
            throw ApiError.conflict(
                    "there is a token \"%s\" already: revoke it first, or choose another name".formatted(name));
        }
        try {
            NewToken made = access.tokens().create(name, role);
            acts.tokenMade(Changes.author(ctx), name, role.word());
            ctx.status(201).header("Location", PATH + '/' + made.token().name());
            Json.send(ctx, Map.of("token", TokenView.of(made.token(), Optional.of(made.secret()))));
        } catch (IllegalArgumentException e) {
            throw problem("name", e);
        }
    }

    private void revoke(Context ctx) throws IOException {
        String name = ctx.pathParam("name");
        if (access.tokens().all().stream().noneMatch(token -> token.name().equals(name))) {
            throw ApiError.notFound("there is no token of this name");
        }
        try {
            access.tokens().revoke(name);
            acts.tokenRevoked(Changes.author(ctx), name);
            ctx.status(204);
        } catch (IllegalArgumentException e) {
            throw ApiError.conflict(String.valueOf(e.getMessage()));
        }
    }

    private static JsonNode body(Context ctx) {
        try {
            JsonNode body = Json.MAPPER.readTree(ctx.bodyAsBytes());
            if (body.isObject()) {
                return body;
            }
        } catch (JacksonException e) {
            throw ApiError.badRequest("the body is not JSON: " + e.getOriginalMessage());
        }
        throw ApiError.badRequest("the body has to be an object: {\"name\": \"backup\", \"role\": \"read\"}");
    }

    private static Role role(String word) {
        try {
            return Role.of(word);
        } catch (IllegalArgumentException e) {
            throw problem("role", e);
        }
    }

    private static ApiError problem(String key, IllegalArgumentException why) {
        String message = String.valueOf(why.getMessage());
        return ApiError.unprocessable(message, List.of(new Problem(key, message)));
    }
}
