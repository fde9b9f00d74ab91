package fairlead.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The field lines of a head, in the order in which they came. */
public record Fields(List<Field> lines) {

    public static final Fields NONE = new Fields(List.of());

    public Fields {
        lines = List.copyOf(lines);
    }

    /** The values of all lines with this name. */
    public List<String> all(String name) {
        List<String> values = new ArrayList<>();
        for (Field line : lines) {
            if (line.is(name)) {
                values.add(line.value());
            }
        }
        return values;
    }

    /** The value of the first line with this name. */
    public Optional<String> first(String name) {
        for (Field line : lines) {
            if (line.is(name)) {
                return Optional.of(line.value());
            }
        }
        return Optional.empty();
    }

    /** The elements of a comma-separated list that may span several lines, in lower case (RFC 9110, section 5.6.1). */
    public List<String> tokens(String name) {
        List<String> tokens = new ArrayList<>();
        for (String value : all(name)) {
            for (String element : value.split(",", -1)) {
                String token = element.strip().toLowerCase(Locale.ROOT);
                if (!token.isEmpty()) {
                    tokens.add(token);
                }
            }
        }
        return tokens;
    }
}
