package fairlead.admin.settings;

import fairlead.config.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The problems of a config, each with the input that it belongs to.
 *
 * @param byInput by the path of a field, {@code forwarding_rules[0].entry_port} for that of a row, {@code hosts} for a list
 * @param others that belong to no input of this form
 */
public record Complaints(Map<String, String> byInput, List<Problem> others) {
    private static final Pattern ELEMENT = Pattern.compile("\\[([0-9]+)](?:\\.(.*))?");

    public static final Complaints NONE = new Complaints(Map.of(), List.of());

    public Complaints {
        byInput = Map.copyOf(byInput);
        others = List.copyOf(others);
    }

    /**
     * Finds each its input.
     *
     * @param root of the load balancer in the document: {@code load_balancers[1]}
     */
    public static Complaints of(List<Problem> problems, String root, List<Field> fields, List<Rows> lists) {
        Map<String, String> byInput = new LinkedHashMap<>();
        List<Problem> others = new ArrayList<>();
        for (Problem problem : problems) {
            Optional<String> input = problem.path().startsWith(root + ".")
                    ? input(problem.path().substring(root.length() + 1), fields, lists)
                    : Optional.empty();
            if (input.isPresent()) {
                byInput.merge(input.get(), inForms(problem.message()), (one, other) -> one + "; " + other);
            } else {
                others.add(new Problem(problem.path(), inForms(problem.message())));
            }
        }
        return new Complaints(byInput, others);
    }

    /** What is wrong with the value of this input. */
    Optional<String> at(String input) {
        return Optional.ofNullable(byInput.get(input));
    }

    /** The input that a problem at this place, counted from the load balancer, belongs to. */
    private static Optional<String> input(String place, List<Field> fields, List<Rows> lists) {
        Optional<String> field = fields.stream()
                .filter(each -> each.speaksFor(place))
                .map(Field::path)
                .findFirst();
        return field.isPresent()
                ? field
                : lists.stream().flatMap(list -> inList(place, list).stream()).findFirst();
    }

    private static Optional<String> inList(String place, Rows list) {
        if (place.equals(list.path())) {
            return Optional.of(place);
        }
        Matcher element = ELEMENT.matcher(
                place.startsWith(list.path()) ? place.substring(list.path().length()) : "");
        if (!element.matches()) {
            return Optional.empty();
        }
        String inElement = Optional.ofNullable(element.group(2)).orElse("");
        Field column = list.columns().stream()
                .filter(each -> each.speaksFor(inElement))
                .findFirst()
                .orElse(list.columns().getFirst());
        return Optional.of(key(list, element.group(1), column));
    }

    /** What a column's input in a row is called here. */
    static String key(Rows list, String row, Field column) {
        String element = list.path() + "[" + row + "]";
        return column.path().isEmpty() ? element : element + "." + column.path();
    }

    /** The reader speaks of a file; whoever fills in a form sees neither keys nor quotes. */
    private static String inForms(String message) {
        return message.replace(", without quotes", "")
                .replace("found the string ", "found ")
                .replace("is missing, and has no default: add it", "is missing: fill it in")
                .replace("remove this key", "empty this field")
                .replace(", or write false", ", or untick it");
    }
}
