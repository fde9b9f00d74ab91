package fairlead.admin.page;

import fairlead.admin.page.ApiView.Answer;
import fairlead.admin.page.ApiView.Group;
import fairlead.admin.page.ApiView.Operation;
import fairlead.admin.page.ApiView.Parameter;
import fairlead.admin.page.ApiView.Property;
import fairlead.admin.page.ApiView.Schema;
import fairlead.admin.page.ApiView.SchemaLink;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Reads what a page shows out of an OpenAPI document: of Fairlead's own, so of as much of OpenAPI as that uses. */
final class ApiReference {
    private static final String SCHEMAS = "#/components/schemas/";

    private final JsonNode document;
    private final String server;

    private ApiReference(JsonNode document, String server) {
        this.document = document;
        this.server = server;
    }

    /**
     * Describes the API for somebody who reaches it there.
     *
     * @param server {@code http://127.0.0.1:8080}
     */
    static ApiView of(JsonNode document, String server) {
        return new ApiReference(document, server).view();
    }

    private ApiView view() {
        List<Group> groups = new ArrayList<>();
        for (JsonNode tag : document.path("tags")) {
            String name = text(tag, "name");
            groups.add(new Group(name, name.toLowerCase(Locale.ROOT).replace(' ', '-'), prose(tag), operations(name)));
        }
        List<Schema> schemas = new ArrayList<>();
        for (Map.Entry<String, JsonNode> schema :
                document.at("/components/schemas").properties()) {
            schemas.add(new Schema(schema.getKey(), prose(schema.getValue()), properties(schema.getValue())));
        }
        return new ApiView(prose(document.path("info")), base(), groups, schemas);
    }

    private String base() {
        return text(document.path("servers").path(0), "url");
    }

    private List<Operation> operations(String tag) {
        List<Operation> operations = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                if (text(method.getValue().path("tags").path(0), "").equals(tag)) {
                    operations.add(operation(method.getKey(), path.getKey(), method.getValue()));
                }
            }
        }
        return operations;
    }

    private Operation operation(String method, String path, JsonNode node) {
        List<JsonNode> parameters = new ArrayList<>();
        node.path("parameters").forEach(parameter -> parameters.add(resolved(parameter)));
        return new Operation(
                text(node, "operationId"),
                method.toUpperCase(Locale.ROOT),
                base() + path,
                text(node, "summary"),
                prose(node),
                text(node, "x-role"),
                parameters.stream()
                        .map(one -> new Parameter(
                                text(one, "name"),
                                text(one, "in"),
                                one.path("required").asBoolean(false),
                                prose(one)))
                        .toList(),
                links(node.at("/requestBody/content")),
                answers(node.path("responses")),
                curl(method, path, parameters, node.at("/requestBody/content/application~1json/example")));
    }

    private List<Answer> answers(JsonNode responses) {
        List<Answer> answers = new ArrayList<>();
        for (Map.Entry<String, JsonNode> response : responses.properties()) {
            JsonNode node = resolved(response.getValue());
            answers.add(new Answer(response.getKey(), prose(node), links(node.path("content"))));
        }
        return answers;
    }

    /** The schemas that are referred to somewhere below. */
    private static List<SchemaLink> links(JsonNode content) {
        return new TreeSet<>(content.findValuesAsString("$ref"))
                .stream()
                        .filter(ref -> ref.startsWith(SCHEMAS))
                        .map(ref -> new SchemaLink(ref.substring(SCHEMAS.length())))
                        .toList();
    }

    /** Ready for a shell: paths and examples are ours and hold no quote. */
    private String curl(String method, String path, List<JsonNode> parameters, JsonNode body) {
        StringBuilder query = new StringBuilder();
        StringBuilder headers = new StringBuilder();
        String filled = path;
        for (JsonNode parameter : parameters) {
            String name = text(parameter, "name");
            String example = parameter.path("example").asString("");
            switch (text(parameter, "in")) {
                case "path" -> filled = filled.replace('{' + name + '}', example);
                case "query" -> {
                    if (parameter.path("required").asBoolean(false)) {
                        query.append(query.isEmpty() ? '?' : '&')
                                .append(name)
                                .append('=')
                                .append(example);
                    }
                }
                default -> {
                    // conditions are for those who need them
                }
            }
        }
        if (body.isObject()) {
            headers.append(" \\\n  -H 'Content-Type: application/json' \\\n  -d '")
                    .append(body)
                    .append('\'');
        }
        return "curl%s -H \"Authorization: Bearer $FAIRLEAD_TOKEN\"%s \\\n  '%s'"
                .formatted(
                        method.equals("get") ? "" : " -X " + method.toUpperCase(Locale.ROOT),
                        headers,
                        server + base() + filled + query);
    }

    private List<Property> properties(JsonNode schema) {
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.asString()));
        List<Property> properties = new ArrayList<>();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            JsonNode node = property.getValue();
            properties.add(new Property(
                    property.getKey(),
                    type(node),
                    required.contains(property.getKey()),
                    limits(node),
                    prose(node.has("$ref") ? resolved(node) : node)));
        }
        schema.path("allOf").forEach(part -> properties.addAll(properties(resolved(part))));
        return properties;
    }

    private static String type(JsonNode node) {
        if (node.has("$ref")) {
            String ref = node.path("$ref").asString();
            return ref.substring(ref.lastIndexOf('/') + 1);
        }
        if (node.has("oneOf")) {
            return "any of several";
        }
        String type = node.path("type").asString("any");
        return type.equals("array") ? "array of " + type(node.path("items")) : type;
    }

    private static String limits(JsonNode node) {
        List<String> limits = new ArrayList<>();
        if (node.has("enum")) {
            List<String> words = new ArrayList<>();
            node.path("enum").forEach(word -> words.add(word.asString()));
            limits.add(String.join(" | ", words));
        }
        if (node.has("minimum")) {
            String most = node.has("maximum") ? " to " + node.path("maximum").asString() : " or more";
            limits.add(node.path("minimum").asString() + most);
        }
        if (node.has("default")) {
            limits.add("default " + node.path("default"));
        }
        return String.join("; ", limits);
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asString().substring(1)) : node;
    }

    private static Prose prose(JsonNode node) {
        return Prose.of(text(node, "description"));
    }

    /** Of this key; without one, of the node itself. */
    private static String text(JsonNode node, String key) {
        return (key.isEmpty() ? node : node.path(key)).asString("");
    }
}
