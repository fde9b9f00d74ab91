package fairlead.admin.store;

import fairlead.admin.store.Diff.Entry;
import fairlead.admin.store.Diff.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A {@link Diff} in words, for a log, a list and a webhook. What is secret is not said. */
final class DiffSentence {
    private static final int MOST_PARTS = 8;
    private static final int LONGEST_VALUE = 60;
    private static final String LOAD_BALANCERS = "load_balancers";
    private static final Map<String, String> SINGULAR = Map.of(
            LOAD_BALANCERS,
            "load balancer",
            "backends",
            "backend",
            "forwarding_rules",
            "rule",
            "hosts",
            "host",
            "listeners",
            "listener");

    private DiffSentence() {}

    static String of(Diff diff) {
        if (diff.isEmpty()) {
            return "nothing changed";
        }
        List<String> parts = new ArrayList<>();
        String about = "";
        for (Entry entry :
                diff.entries().subList(0, Math.min(MOST_PARTS, diff.entries().size()))) {
            Optional<String> loadBalancer = loadBalancer(entry);
            String name = loadBalancer.map(which -> which + ": ").orElse("");
            List<Step> steps = loadBalancer.isPresent()
                    ? entry.steps().subList(1, entry.steps().size())
                    : entry.steps();
            parts.add((name.equals(about) ? "" : name) + place(steps) + what(entry));
            about = name;
        }
        int more = diff.entries().size() - parts.size();
        return String.join("; ", parts) + (more > 0 ? "; and %d more".formatted(more) : "");
    }

    /** The load balancer within which something differs. */
    private static Optional<String> loadBalancer(Entry entry) {
        return entry.steps().size() > 1 && entry.steps().getFirst().key().equals(LOAD_BALANCERS)
                ? entry.steps().getFirst().element()
                : Optional.empty();
    }

    private static String place(List<Step> steps) {
        return steps.isEmpty()
                ? "the document"
                : steps.stream().map(DiffSentence::word).collect(Collectors.joining(" "));
    }

    private static String word(Step step) {
        return step.element()
                .map(which -> SINGULAR.getOrDefault(step.key(), step.key()) + " " + shortened(which))
                .orElse(step.key());
    }

    private static String what(Entry entry) {
        Optional<Step> last = entry.steps().stream().reduce((one, next) -> next);
        boolean secret = last.filter(step -> Secrets.KEYS.contains(step.key())).isPresent();
        if (secret || last.flatMap(Step::element).isPresent() || isLarge(entry.before()) || isLarge(entry.after())) {
            return entry.isAdded() ? " added" : entry.isRemoved() ? " removed" : " changed";
        }
        return " %s -> %s".formatted(value(entry.before()), value(entry.after()));
    }

    private static boolean isLarge(Optional<JsonNode> value) {
        return value.filter(JsonNode::isContainer).isPresent();
    }

    private static String value(Optional<JsonNode> value) {
        return value.map(scalar -> shortened(scalar.asString())).orElse("default");
    }

    private static String shortened(String text) {
        return text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) + "..." : text;
    }
}
