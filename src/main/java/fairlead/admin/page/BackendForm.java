package fairlead.admin.page;

import fairlead.config.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The form of a backend: what stands in its fields, and what is wrong with that.
 *
 * @param values by the config's key; what is not there is left out of the config
 * @param errors by the config's key
 * @param others problems that belong to no field
 */
public record BackendForm(Map<String, String> values, Map<String, String> errors, List<Problem> others) {

    /** The keys of a backend that are texts in the config. */
    static final List<String> TEXTS = List.of("name", "address", "mode");

    /** The keys that are numbers. */
    static final List<String> NUMBERS = List.of("port", "http_port", "weight", "max_connections");

    public BackendForm {
        values = Map.copyOf(values);
        errors = Map.copyOf(errors);
        others = List.copyOf(others);
    }

    static BackendForm of(Map<String, String> values) {
        return new BackendForm(values, Map.of(), List.of());
    }

    /**
     * The same with these problems of the whole config, each beside its field.
     *
     * @param path of the backend: {@code load_balancers[0].backends[2]}
     */
    BackendForm with(List<Problem> problems, String path) {
        Map<String, String> beside = new LinkedHashMap<>();
        List<Problem> elsewhere = new ArrayList<>();
        for (Problem problem : problems) {
            String key = problem.path().startsWith(path + ".") ? problem.path().substring(path.length() + 1) : "";
            if (TEXTS.contains(key) || NUMBERS.contains(key)) {
                beside.putIfAbsent(key, problem.message());
            } else {
                elsewhere.add(problem);
            }
        }
        return new BackendForm(values, beside, elsewhere);
    }

    /** The same with a sentence about all of it. */
    BackendForm with(String message) {
        return new BackendForm(values, errors, List.of(new Problem("", message)));
    }

    public String value(String key) {
        return values.getOrDefault(key, "");
    }

    public String error(String key) {
        return errors.getOrDefault(key, "");
    }

    public boolean isWrong(String key) {
        return errors.containsKey(key);
    }
}
