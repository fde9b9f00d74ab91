package fairlead.admin.settings;

import java.util.List;
import java.util.Map;

/** What a form sent: for each name the values in the order of the inputs. */
public record Typed(Map<String, List<String>> values) {

    public Typed {
        values = Map.copyOf(values);
    }

    /** The value of the only input of this name, without spaces around it; empty when there is none. */
    public String one(String name) {
        return at(name, 0);
    }

    /** Whether there is such an input at all. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    int count(String name) {
        return values.getOrDefault(name, List.of()).size();
    }

    String at(String name, int index) {
        List<String> found = values.getOrDefault(name, List.of());
        return index < found.size() ? found.get(index).strip() : "";
    }
}
