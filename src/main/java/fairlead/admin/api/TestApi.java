package fairlead.admin.api;

import fairlead.admin.access.Role;
import fairlead.admin.access.Route;
import fairlead.config.Problem;
import fairlead.proxy.Engine;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code POST /test}: one real connection through a listener. */
final class TestApi {
    private static final Set<String> KEYS = Set.of("port", "host", "alpn", "listener");
    private static final List<String> USUAL_ALPN = List.of("h2", "http/1.1");

    private final Engine engine;

    TestApi(Engine engine) {
        this.engine = engine;
    }

    List<Route> routes() {
        return List.of(Route.post("/api/v1/test", Role.OPERATE, this::test));
    }

    private void test(Context ctx) {
        CheckForm form = read(ctx.body());
        Json.send(ctx, Map.of("test", TestAnswer.of(form.tryOut(engine))));
    }

    private static CheckForm read(String body) {
        if (!(parse(body) instanceof ObjectNode object)) {
            throw ApiError.badRequest(
                    "the body must be a JSON object, such as {\"host\": \"shop.example.com\", \"port\": 443}");
        }
        List<Problem> problems = new ArrayList<>();
        object.propertyNames().forEach(key -> {
            if (!KEYS.contains(key)) {
                problems.add(new Problem(key, "unknown key: the keys here are alpn, host, listener, port"));
            }
        });
        List<String> alpn = new ArrayList<>();
        JsonNode offered = object.path("alpn");
        offered.forEach(protocol -> alpn.add(protocol.isString() ? protocol.stringValue() : ""));
        if (!offered.isMissingNode() && !offered.isArray()) {
            problems.add(new Problem("alpn", "must be an array of strings"));
        }
        CheckForm form = new CheckForm(
                object.path("port").isIntegralNumber() ? object.path("port").asString() : wrongPort(object, problems),
                text(object, "host", problems),
                offered.isMissingNode() ? USUAL_ALPN : alpn,
                "",
                text(object, "listener", problems),
                "");
        if (!problems.isEmpty()) {
            throw ApiError.unprocessable("the check cannot be made as it was asked for", problems);
        }
        return form;
    }

    private static JsonNode parse(String body) {
        try {
            return Json.MAPPER.readTree(body);
        } catch (JacksonException e) {
            throw ApiError.badRequest("the body is not JSON: " + e.getOriginalMessage());
        }
    }

    private static String wrongPort(ObjectNode object, List<Problem> problems) {
        if (object.has("port")) {
            problems.add(new Problem("port", "must be a number from 1 to 65535"));
        }
        return "";
    }

    private static String text(ObjectNode object, String key, List<Problem> problems) {
        JsonNode value = object.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        if (!value.isString()) {
            problems.add(new Problem(key, "must be a string"));
            return "";
        }
        return value.stringValue();
    }
}
