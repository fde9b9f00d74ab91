package fairlead.admin.api;

import fairlead.config.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where in the config that stands which a client sent: a problem's path is then the one in what the client sent. Problems
 * elsewhere keep their paths from the root of the config.
 */
final class Sent {
    private final Map<String, String> places = new LinkedHashMap<>();

    /** What the client has at one place stands at another in the config. */
    void at(String config, String client) {
        places.put(config, client);
    }

    List<Problem> relative(List<Problem> problems) {
        return problems.stream()
                .map(problem -> new Problem(relative(problem.path()), problem.message()))
                .toList();
    }

    private String relative(String path) {
        for (Map.Entry<String, String> place : places.entrySet()) {
            if (path.startsWith(place.getKey())) {
                String rest = path.substring(place.getKey().length());
                if (rest.isEmpty() || rest.startsWith("[")) {
                    return place.getValue() + rest;
                }
                if (rest.startsWith(".")) {
                    return place.getValue().isEmpty() ? rest.substring(1) : place.getValue() + rest;
                }
            }
        }
        return path;
    }
}
