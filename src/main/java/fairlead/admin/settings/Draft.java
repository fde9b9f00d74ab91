package fairlead.admin.settings;

import fairlead.config.Problem;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The form for a load balancer that does not exist yet: HTTPS that is passed through, and HTTP that is redirected to it. The
 * inputs are named by the places where their values go.
 */
public final class Draft {
    private static final String HTTPS_PORT = "forwarding_rules[0].entry_port";
    private static final String TARGET_PORT = "forwarding_rules[0].target_port";
    private static final String HTTP_PORT = "forwarding_rules[1].entry_port";
    private static final String REDIRECT = "redirect_http_to_https";
    private static final String CHECK = "health_check.protocol";
    private static final String PATH = "health_check.path";

    private static final Field NAME = Field.of("name", "Name", "Letters, digits, - _ and . such as shop.", Kind.TEXT);
    private static final Rows HOSTS = Rows.ofStrings(
            "hosts",
            "Hosts",
            "host",
            "The names that clients ask for: shop.example.com, or *.example.com for everything below. None: everything that "
                    + "no other load balancer wants.");
    private static final Rows BACKENDS = new Rows(
            "backends",
            "Backends",
            "backend",
            "The servers that have the certificate. An address is an IP address or a host name.",
            List.of(
                    Field.of("address", "Address", "", Kind.TEXT),
                    Field.of("name", "Name", "Empty: web-1, web-2...", Kind.TEXT),
                    Field.of("port", "Port", "Only if it is another.", Kind.WHOLE)));
    private static final List<Field> PORTS = List.of(
            Field.of(HTTPS_PORT, "HTTPS port", "Where clients connect.", Kind.WHOLE),
            Field.of(TARGET_PORT, "Port of the backends", "Where they listen for HTTPS.", Kind.WHOLE));
    private static final List<Field> PLAIN = List.of(
            Field.of(
                    REDIRECT,
                    "Redirect HTTP to HTTPS",
                    "Answers plain HTTP with a redirect, and lets Certbot's challenges through to the backends.",
                    Kind.CHECKBOX),
            Field.of(HTTP_PORT, "HTTP port", "Of the redirect.", Kind.WHOLE));
    private static final List<Field> CHECKS = List.of(
            Field.choice(
                    CHECK,
                    "Health check",
                    "How Fairlead finds out whether a backend works.",
                    unused -> "tls",
                    List.of(
                            new Option("tls", "TLS handshake"),
                            new Option("https", "HTTPS request"),
                            new Option("tcp", "TCP connection"),
                            new Option("none", "None"))),
            Field.of(PATH, "Path", "Of HTTPS requests; empty: /", Kind.TEXT));
    private static final Map<String, String> USUAL =
            Map.of(HTTPS_PORT, "443", TARGET_PORT, "443", REDIRECT, "true", HTTP_PORT, "80", CHECK, "tls");

    private final Typed typed;

    private Draft(Typed typed) {
        this.typed = typed;
    }

    /** Nothing is filled in but what is usual. */
    public static Draft usual() {
        Map<String, List<String>> values = new HashMap<>();
        USUAL.forEach((name, value) -> values.put(name, List.of(value)));
        return new Draft(new Typed(values));
    }

    /** What was typed. */
    public static Draft of(Typed typed) {
        return new Draft(typed);
    }

    /** The same without one row, when the form asks for that: {@code hosts.1}. */
    public Draft withoutRow(String row) {
        return new Draft(new Section("new", "", "", List.of(), List.of(HOSTS, BACKENDS)).withoutRow(typed, row));
    }

    public String name() {
        return typed.one(NAME.path());
    }

    /** As the config file has it. */
    public ObjectNode tree() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        put(tree, "name", NAME);
        HOSTS.write(tree, HOSTS.typed(typed));
        ArrayNode rules = tree.putArray("forwarding_rules");
        rules.add(rule("https", HTTPS_PORT, typed.one(TARGET_PORT)));
        if (typed.one(REDIRECT).equals("true")) {
            rules.add(rule("http", HTTP_PORT, "80"));
            tree.put(REDIRECT, true);
        }
        BACKENDS.write(tree, BACKENDS.typed(typed));
        if (tree.get("backends") instanceof ArrayNode backends) {
            nameThem(backends);
        } else {
            tree.putArray("backends");
        }
        String check = typed.one(CHECK);
        String path = typed.one(PATH);
        if (!check.equals("tls") || !path.isEmpty()) {
            ObjectNode healthCheck = tree.putObject("health_check").put("protocol", check);
            Kind.TEXT.write(healthCheck, "path", path);
        }
        return tree;
    }

    /** The form, with what is wrong next to its inputs. */
    public DraftView view(Complaints complaints, Optional<String> more) {
        return new DraftView(
                input(NAME, complaints),
                list(HOSTS, complaints, more),
                list(BACKENDS, complaints, more),
                PORTS.stream().map(field -> input(field, complaints)).toList(),
                PLAIN.stream().map(field -> input(field, complaints)).toList(),
                CHECKS.stream().map(field -> input(field, complaints)).toList(),
                complaints.others());
    }

    /**
     * Finds the inputs of these problems.
     *
     * @param root where the load balancer would have stood: {@code load_balancers[2]}
     */
    public static Complaints complaints(List<Problem> problems, String root) {
        return Complaints.of(
                problems,
                root,
                Stream.of(List.of(NAME), PORTS, PLAIN, CHECKS)
                        .flatMap(List::stream)
                        .toList(),
                List.of(HOSTS, BACKENDS));
    }

    private Input input(Field field, Complaints complaints) {
        return Input.of(
                field,
                field.path(),
                Input.id(field.path()),
                typed.one(field.path()),
                field.options(),
                complaints.at(field.path()));
    }

    private RowsInput list(Rows rows, Complaints complaints, Optional<String> more) {
        return RowsInput.of(
                rows, rows.typed(typed), more.filter(rows.path()::equals).isPresent(), complaints);
    }

    private ObjectNode rule(String protocol, String entryPort, String targetPort) {
        ObjectNode rule = JsonNodeFactory.instance.objectNode();
        rule.put("entry_protocol", protocol);
        Kind.WHOLE.write(rule, "entry_port", typed.one(entryPort));
        rule.put("target_protocol", protocol);
        Kind.WHOLE.write(rule, "target_port", targetPort);
        if (protocol.equals("https")) {
            rule.put("tls_passthrough", true);
        }
        return rule;
    }

    private void put(ObjectNode tree, String key, Field field) {
        field.kind().write(tree, key, typed.one(field.path()));
    }

    /** Gives those without a name one that is free. */
    private static void nameThem(ArrayNode backends) {
        Set<String> taken = new HashSet<>();
        for (JsonNode backend : backends) {
            taken.add(backend.path("name").asString(""));
        }
        int number = 1;
        for (JsonNode backend : backends) {
            if (!backend.has("name") && backend instanceof ObjectNode object) {
                while (!taken.add("web-" + number)) {
                    number++;
                }
                object.put("name", "web-" + number);
            }
        }
    }
}
