package fairlead.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The problems found so far, one for each place: the first found there stands, so that a mistake does not drag along
 * its consequences.
 */
final class Problems {

    static final int LIMIT = 1000;

    private final Map<String, Problem> byPath = new LinkedHashMap<>();
    private boolean more;

    void add(String path, String message) {
        if (areEnough()) {
            more |= !byPath.containsKey(path);
        } else {
            byPath.putIfAbsent(path, new Problem(path, message));
        }
    }

    boolean isEmpty() {
        return byPath.isEmpty();
    }

    /** Whether no more are kept: finding good words for another one is a waste. */
    boolean areEnough() {
        return byPath.size() >= LIMIT;
    }

    /** All of them in the order found. */
    List<Problem> inOrderFound() {
        return List.copyOf(byPath.values());
    }

    /** All of them in the order of their places in the document; a missing key stands where its object begins. */
    List<Problem> inFileOrder(JsonNode root) {
        Set<String> wanted = new HashSet<>();
        for (String path : byPath.keySet()) {
            wanted.add(path);
            wanted.add(JsonPath.parent(path));
        }
        Map<String, Integer> order = new HashMap<>();
        number(root, "", wanted, order);

        List<Problem> sorted = new ArrayList<>(byPath.values());
        sorted.sort(Comparator.comparingInt(problem -> place(problem.path(), order)));
        if (more) {
            sorted.add(
                    new Problem("", "there are more problems than the %d listed: mend these first".formatted(LIMIT)));
        }
        return List.copyOf(sorted);
    }

    private static void number(JsonNode node, String path, Set<String> wanted, Map<String, Integer> order) {
        if (wanted.contains(path)) {
            order.putIfAbsent(path, order.size());
        }
        node.properties().forEach(entry -> number(entry.getValue(), JsonPath.key(path, entry.getKey()), wanted, order));
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                number(node.path(i), JsonPath.index(path, i), wanted, order);
            }
        }
    }

    private static int place(String path, Map<String, Integer> order) {
        Integer own = order.get(path);
        return own != null ? own : order.getOrDefault(JsonPath.parent(path), 0);
    }
}
