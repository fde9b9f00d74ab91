package fairlead.admin.api;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.admin.TestAdmin;
import fairlead.admin.access.Route;
import fairlead.config.ConfigFile;
import fairlead.config.KnownKeys;
import fairlead.support.Readme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** That the description of the API is true, and complete. */
final class OpenApiTest {
    private static final JsonNode DOCUMENT = OpenApi.document();
    private static final String ROOT = "/api/v1";
    private static final String EMPTY = "{\"load_balancers\": []}";

    private static void forEachOperation(Operation action) {
        DOCUMENT.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method -> action.look(
                                method.getKey().toUpperCase(Locale.ROOT) + ' ' + path.getKey(), method.getValue())));
    }

    private interface Operation {
        void look(String name, JsonNode operation);
    }

    private static void forEachNode(JsonNode node, Consumer<JsonNode> action) {
        action.accept(node);
        node.forEach(child -> forEachNode(child, action));
    }

    private static JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? DOCUMENT.at(node.path("$ref").asString().substring(1)) : node;
    }

    @Nested
    class Routes {

        @Test
        void areDescribedEachWithItsRoleAndNoOthersAre() throws IOException {
            Set<String> described = new TreeSet<>();
            forEachOperation((name, operation) ->
                    described.add(name + ' ' + operation.path("x-role").asString()));
            Set<String> real;
            try (TestAdmin admin = TestAdmin.start(EMPTY)) {
                real = admin.server().routes().stream()
                        .filter(route -> route.path().startsWith(ROOT + '/'))
                        .map(Routes::text)
                        .collect(Collectors.toCollection(TreeSet::new));
            }
            assertThat(without(real, described))
                    .as("routes that are not described")
                    .isEmpty();
            assertThat(without(described, real)).as("described, and no routes").isEmpty();
        }

        private static String text(Route route) {
            return route.method() + " " + route.path().substring(ROOT.length()) + ' '
                    + route.role().word();
        }

        private static Set<String> without(Set<String> all, Set<String> others) {
            Set<String> left = new TreeSet<>(all);
            left.removeAll(others);
            return left;
        }

        @Test
        void areAnsweredBelowTheAddressOfTheServer() {
            assertThat(DOCUMENT.at("/servers/0/url").asString()).isEqualTo(ROOT);
        }
    }

    @Nested
    class Operations {

        @Test
        void haveANameASummaryAGroupAndTheAnswersThatAllHave() {
            Set<String> ids = new HashSet<>();
            Set<String> tags = new HashSet<>();
            DOCUMENT.path("tags").forEach(tag -> tags.add(tag.path("name").asString()));
            forEachOperation((name, operation) -> {
                assertThat(ids.add(operation.path("operationId").asString()))
                        .as("%s has an operationId of its own", name)
                        .isTrue();
                assertThat(operation.path("summary").asString("")).as(name).isNotEmpty();
                assertThat(tags)
                        .as(name)
                        .contains(operation.path("tags").path(0).asString());
                Set<String> answers = new TreeSet<>(operation.path("responses").propertyNames());
                assertThat(answers).as(name).contains("401", "403").anyMatch(code -> code.startsWith("2"));
                if (name.contains("{")) {
                    assertThat(answers).as(name).contains("404");
                }
            });
        }

        @Test
        void describeEachParameterOfTheirPathAndGiveAnExample() {
            forEachOperation((name, operation) -> {
                Set<String> inPath = new TreeSet<>();
                operation.path("parameters").forEach(reference -> {
                    JsonNode parameter = resolve(reference);
                    assertThat(parameter.has("example"))
                            .as("%s %s", name, parameter)
                            .isTrue();
                    assertThat(parameter.path("description").asString(""))
                            .as("%s %s", name, parameter)
                            .isNotEmpty();
                    if (parameter.path("in").asString().equals("path")) {
                        inPath.add('{' + parameter.path("name").asString() + '}');
                    }
                });
                Set<String> wanted = Stream.of(name.split("/", -1))
                        .filter(part -> part.startsWith("{"))
                        .collect(Collectors.toCollection(TreeSet::new));
                assertThat(inPath).as(name).isEqualTo(wanted);
            });
        }

        @Test
        void referToWhatIsThere() {
            List<String> missing = new ArrayList<>();
            forEachNode(DOCUMENT, node -> {
                if (node.has("$ref") && resolve(node).isMissingNode()) {
                    missing.add(node.path("$ref").asString());
                }
            });
            assertThat(missing).isEmpty();
        }

        @Test
        void useEverySchema() {
            String text = DOCUMENT.toString();
            assertThat(DOCUMENT.at("/components/schemas").propertyNames())
                    .allMatch(name -> text.contains("\"#/components/schemas/" + name + "\""));
        }

        @Test
        void nameAnExampleWithoutAQuoteThatWouldEndACommand() {
            forEachOperation((name, operation) -> assertThat(
                            operation.path("requestBody").toString())
                    .as(name)
                    .doesNotContain("'"));
        }
    }

    @Nested
    class Examples {

        @TestFactory
        Stream<DynamicTest> ofBodiesAreValid() {
            List<DynamicTest> tests = new ArrayList<>();
            forEachOperation((name, operation) -> {
                JsonNode content = operation.at("/requestBody/content/application~1json");
                if (!content.isMissingNode()) {
                    tests.add(DynamicTest.dynamicTest(
                            name, () -> check(content.path("schema"), content.path("example"))));
                }
            });
            return tests.stream();
        }

        private static void check(JsonNode schema, JsonNode example) {
            assertThat(example.isMissingNode()).as("there is an example").isFalse();
            String kind = schema.path("$ref").asString("");
            if (kind.endsWith("/Config")) {
                assertParses(example);
            } else if (kind.endsWith("/LoadBalancer")) {
                assertParses(document(example));
            } else {
                assertParses(merged(schema, example));
            }
        }

        /** The example in place of what a whole load balancer has there. */
        private static JsonNode merged(JsonNode schema, JsonNode example) {
            JsonNode whole = DOCUMENT.at("/paths/~1load_balancers/post/requestBody/content/application~1json/example");
            ObjectNode copy = (ObjectNode) whole.deepCopy();
            String about = schema.path("description").asString("");
            if (about.contains("of a backend")) {
                ((ObjectNode) copy.path("backends").path(0)).setAll((ObjectNode) example);
            } else if (about.contains("of a load balancer")) {
                copy.setAll((ObjectNode) example);
            } else if (example.has("forwarding_rules")) {
                example.path("forwarding_rules").forEach(((ArrayNode) copy.path("forwarding_rules"))::add);
            } else if (example.path("backends").path(0).isObject()) {
                copy.set("backends", example.path("backends"));
            }
            return document(copy);
        }

        private static JsonNode document(JsonNode loadBalancer) {
            ObjectNode document = Json.MAPPER.createObjectNode();
            document.putArray("load_balancers").add(loadBalancer);
            return document;
        }

        private static void assertParses(JsonNode document) {
            assertThat(ConfigFile.parse(document.toString())).isInstanceOf(ConfigFile.Result.Valid.class);
        }

        @Test
        void ofErrorsAreErrors() {
            for (JsonNode response : DOCUMENT.at("/components/responses")) {
                JsonNode example = response.at("/content/application~1json/example");
                assertThat(example.propertyNames()).contains("id", "message", "request_id");
            }
        }
    }

    @Nested
    class Schemas {

        /** As paths with the reader's words: {@code load_balancers[].backends[].weight}. */
        private static Map<String, JsonNode> keys() {
            Map<String, JsonNode> keys = new TreeMap<>();
            collect("", DOCUMENT.at("/components/schemas/Config"), keys);
            return keys;
        }

        private static void collect(String path, JsonNode schema, Map<String, JsonNode> keys) {
            schema.path("properties").properties().forEach(property -> {
                String key = path.isEmpty() ? property.getKey() : path + '.' + property.getKey();
                keys.put(key, property.getValue());
                JsonNode items = property.getValue().path("items");
                collect(
                        items.has("$ref") ? key + "[]" : key,
                        resolve(items.has("$ref") ? items : property.getValue()),
                        keys);
            });
        }

        @Test
        void haveTheKeysThatTheConfigReaderKnows() throws IOException, JacksonException {
            JsonNode example = Json.MAPPER.readTree(Files.readString(Path.of("conf/example.json")));
            Set<String> described = new TreeSet<>(keys().keySet());
            Set<String> known = new TreeSet<>(KnownKeys.in(example));

            assertThat(Routes.without(known, described))
                    .as("keys that are not described")
                    .isEmpty();
            assertThat(Routes.without(described, known))
                    .as("described, and not known")
                    .isEmpty();
        }

        @Test
        void haveTheDefaultsThatTheReadmeTells() {
            Map<String, String> told = new TreeMap<>();
            Map<String, String> prefixes = Map.of(
                    "Top level", "",
                    "listeners[]", "listeners[].",
                    "load_balancers[]", "load_balancers[].",
                    "load_balancers[].forwarding_rules[]", "load_balancers[].forwarding_rules[].",
                    "load_balancers[].backends[]", "load_balancers[].backends[].");
            prefixes.forEach((heading, prefix) -> Readme.tables()
                    .getOrDefault(heading, List.of())
                    .forEach(row -> told.put(
                            prefix + row.get(0).replace("`", ""), row.get(2).replace("`", ""))));
            assertThat(told).hasSizeGreaterThan(60);

            Map<String, JsonNode> keys = keys();
            told.forEach((key, value) -> {
                if (isJson(value)) {
                    assertThat(Objects.requireNonNull(keys.get(key), key).path("default"))
                            .as("default of %s", key)
                            .isEqualTo(Json.MAPPER.readTree(value));
                } else if (keys.containsKey(key)) {
                    assertThat(Objects.requireNonNull(keys.get(key), key).has("default"))
                            .as("%s has a default", key)
                            .isFalse();
                }
            });
        }

        private static boolean isJson(String text) {
            try {
                return !text.isEmpty() && !Json.MAPPER.readTree(text).isMissingNode();
            } catch (JacksonException e) {
                return false;
            }
        }
    }

    @Test
    void theServerSendsItToThoseWhoMayRead() throws IOException, InterruptedException {
        try (TestAdmin admin = TestAdmin.start(EMPTY)) {
            var response = admin.get("/api/v1/openapi.json");

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
            assertThat(Json.MAPPER.readTree(response.body())).isEqualTo(DOCUMENT);
            assertThat(DOCUMENT.path("openapi").asString()).isEqualTo("3.1.0");
        }
    }
}
