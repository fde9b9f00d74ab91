package fairlead.admin.settings;

import java.util.List;
import java.util.Optional;

/**
 * One input of a form, ready to be shown.
 *
 * @param id of its element
 * @param options to choose from; of a select
 * @param error what is wrong with the value
 */
public record Input(
        String name,
        String id,
        String label,
        String hint,
        Type type,
        String value,
        List<Option> options,
        Optional<String> error) {

    /** Which element it is. */
    public enum Type {
        TEXT,
        NUMBER,
        CHECKBOX,
        SELECT
    }

    public Input {
        options = List.copyOf(options);
    }

    static Input of(Field field, String name, String id, String value, List<Option> options, Optional<String> error) {
        Type type = switch (field.kind()) {
            case TEXT, SECRET, SEVERAL -> Type.TEXT;
            case WHOLE, SECONDS -> Type.NUMBER;
            case CHECKBOX -> Type.CHECKBOX;
            case CHOICE, BACKEND, PAIR -> Type.SELECT;
        };
        return new Input(name, id, field.label(), field.hint(), type, value, options, error);
    }

    /** An id made of a name. */
    static String id(String name) {
        return "f-" + name.replaceAll("[^A-Za-z0-9_]", "-");
    }

    public boolean isTicked() {
        return value.equals("true");
    }

    /** Whether this value is none of those to choose from, and has to be offered too. */
    public boolean isStray() {
        return options.stream().noneMatch(option -> option.value().equals(value));
    }

    /** The element that says more about it. */
    public Optional<String> describedBy() {
        if (error.isPresent()) {
            return Optional.of(id + "-error");
        }
        return hint.isEmpty() ? Optional.empty() : Optional.of(id + "-hint");
    }
}
