package fairlead.config;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A config file with changes made to it, each at the path that a problem would name. */
final class Document {

    static final JsonMapper JSON = new JsonMapper();

    private static final Pattern STEP = Pattern.compile("[A-Za-z0-9_]+");

    private final JsonNode root;

    private Document(JsonNode root) {
        this.root = root;
    }

    static Document of(String json) {
        return new Document(JSON.readTree(json));
    }

    /** One load balancer on port 443, of shop.example.com, with the backend web-1. */
    static Document minimal() {
        return of("{\"load_balancers\": [%s]}".formatted(loadBalancer("shop", "shop.example.com", rule("https", 443))));
    }

    /** A load balancer with these hosts, separated by spaces, and these rules. */
    static String loadBalancer(String name, String hosts, String... rules) {
        String list = hosts.isEmpty() ? "" : "\"" + hosts.replace(" ", "\", \"") + "\"";
        return """
                {"name": "%s", "hosts": [%s], "forwarding_rules": [%s],
                 "backends": [{"name": "web-1", "address": "10.0.0.11"}]}""".formatted(name, list, String.join(", ", rules));
    }

    static String rule(String protocol, int port) {
        return """
                {"entry_protocol": "%1$s", "entry_port": %2$d, "target_protocol": "%1$s", "target_port": %2$d,
                 "tls_passthrough": %3$s}""".formatted(protocol, port, protocol.equals("https") || protocol.equals("http2"));
    }

    /** Puts a value in a place; the index behind the last of an array adds to it. */
    Document with(String path, String json) {
        JsonNode value = JSON.readTree(json);
        List<String> steps = steps(path);
        JsonNode around = around(steps);
        String last = steps.getLast();
        if (around instanceof ArrayNode array) {
            int index = Integer.parseInt(last);
            if (index == array.size()) {
                array.add(value);
            } else {
                array.set(index, value);
            }
        } else {
            ((ObjectNode) around).set(last, value);
        }
        return this;
    }

    Document without(String path) {
        List<String> steps = steps(path);
        ((ObjectNode) around(steps)).remove(steps.getLast());
        return this;
    }

    JsonNode root() {
        return root;
    }

    private JsonNode around(List<String> steps) {
        JsonNode node = root;
        for (String step : steps.subList(0, steps.size() - 1)) {
            node = node.isArray() ? node.path(Integer.parseInt(step)) : node.path(step);
        }
        return node;
    }

    private static List<String> steps(String path) {
        return STEP.matcher(path).results().map(MatchResult::group).toList();
    }

    List<String> problems() {
        return problems(ConfigFile.parse(root.toString()));
    }

    static List<String> problems(ConfigFile.Result result) {
        return switch (result) {
            case ConfigFile.Result.Valid valid -> List.of();
            case ConfigFile.Result.Invalid invalid ->
                invalid.problems().stream().map(Problem::toString).toList();
        };
    }

    Config config() {
        return config(ConfigFile.parse(root.toString()));
    }

    static Config config(ConfigFile.Result result) {
        return switch (result) {
            case ConfigFile.Result.Valid valid -> valid.config();
            case ConfigFile.Result.Invalid invalid -> throw new AssertionError(invalid.problems());
        };
    }
}
