package fairlead.admin.settings;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What a form sent: for each name the values in the order of the inputs. */
public record Typed(Map<String, List<String>> values) {

    public Typed {
        values = Map.copyOf(values);
    }

    /** The value of the only input of this name, without spaces around it; empty when there is none. */
    public String one(String name) {
        return at(name, 0);
    }

    /** The same to the letter. */
    public String raw(String name) {
        return values.getOrDefault(name, List.of()).stream().findFirst().orElse("");
    }

    /** Whether there is such an input at all. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** The same without the inputs of this name. */
    Typed without(String name) {
        Map<String, List<String>> left = new HashMap<>(values);
        left.remove(name);
        return new Typed(left);
    }

    /** The same without one of the inputs of this name; all of them stay when there is none at the index. */
    Typed without(String name, String index) {
        List<String> found = values.getOrDefault(name, List.of());
        Map<String, List<String>> left = new HashMap<>(values);
        left.put(
                name,
                IntStream.range(0, found.size())
                        .filter(at -> !String.valueOf(at).equals(index))
                        .mapToObj(found::get)
                        .toList());
        return new Typed(left);
    }

    int count(String name) {
        return values.getOrDefault(name, List.of()).size();
    }

    String at(String name, int index) {
        List<String> found = values.getOrDefault(name, List.of());
        return index < found.size() ? found.get(index).strip() : "";
    }
}
