package fairlead.admin.settings;

import fairlead.admin.settings.Rows.Row;
import fairlead.admin.settings.SectionView.Value;
import fairlead.config.BackendConfig;
import fairlead.config.LoadBalancerConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * A section of one load balancer, to be read or edited.
 *
 * @param loadBalancer as the file has it
 * @param config that was made of it
 */
public record SectionForm(Section section, ObjectNode loadBalancer, LoadBalancerConfig config) {
    private static final Option NONE = new Option("", "None");

    /** What holds, to be read. */
    public SectionView shown() {
        List<Value> values = new ArrayList<>();
        for (Field field : section.fields()) {
            boolean standard = field.written(loadBalancer).isEmpty()
                    && !field.standard().apply(config).isEmpty();
            values.add(new Value(field.label(), List.of(inWords(field)), standard));
        }
        for (Rows list : section.rows()) {
            List<String> texts = list.written(loadBalancer).stream()
                    .map(row -> inWords(list, row))
                    .toList();
            values.add(new Value(list.title(), texts.isEmpty() ? List.of("None") : texts, false));
        }
        return new SectionView(
                section.id(), section.title(), section.intro(), false, values, List.of(), List.of(), List.of());
    }

    /** A form with what holds. */
    public SectionView form() {
        return new SectionView(
                section.id(),
                section.title(),
                section.intro(),
                true,
                List.of(),
                section.fields().stream()
                        .map(field -> input(field, field.shown(loadBalancer, config), Complaints.NONE))
                        .toList(),
                section.rows().stream()
                        .map(list -> RowsInput.of(list, list.written(loadBalancer), false, Complaints.NONE))
                        .toList(),
                List.of());
    }

    /**
     * The form again, with what was typed.
     *
     * @param more the path of a list that shall have another row
     */
    public SectionView form(Typed typed, Complaints complaints, Optional<String> more) {
        return new SectionView(
                section.id(),
                section.title(),
                section.intro(),
                true,
                List.of(),
                section.fields().stream()
                        .map(field -> input(field, Section.typed(field, typed), complaints))
                        .toList(),
                section.rows().stream()
                        .map(list -> RowsInput.of(
                                list,
                                list.typed(typed),
                                more.filter(list.path()::equals).isPresent(),
                                complaints))
                        .toList(),
                complaints.others());
    }

    private Input input(Field field, String value, Complaints complaints) {
        return Input.of(
                field, field.path(), Input.id(field.path()), value, options(field), complaints.at(field.path()));
    }

    private List<Option> options(Field field) {
        return field.kind() == Kind.BACKEND
                ? Stream.concat(
                                Stream.of(NONE),
                                config.backends().stream()
                                        .map(BackendConfig::name)
                                        .map(name -> new Option(name, name)))
                        .toList()
                : field.options();
    }

    private String inWords(Field field) {
        String text = field.shown(loadBalancer, config);
        if (text.isEmpty()) {
            return "Not set";
        }
        return switch (field.kind()) {
            case SECRET -> "Set";
            case CHECKBOX -> text.equals("true") ? "Yes" : "No";
            case SECONDS -> text + " s";
            case CHOICE, PAIR -> label(field, text);
            case TEXT, WHOLE, SEVERAL, BACKEND -> text;
        };
    }

    private static String inWords(Rows list, Row row) {
        if (list.columns().size() == 1) {
            return row.texts().getFirst();
        }
        return IntStream.range(0, list.columns().size())
                .filter(at -> !row.texts().get(at).isEmpty())
                .mapToObj(at -> inWords(list.columns().get(at), row.texts().get(at)))
                .collect(Collectors.joining(", "));
    }

    private static String inWords(Field column, String text) {
        return column.kind() == Kind.PAIR ? label(column, text) : column.label().toLowerCase(Locale.ROOT) + " " + text;
    }

    private static String label(Field field, String value) {
        return field.options().stream()
                .filter(option -> option.value().equals(value))
                .map(Option::label)
                .findFirst()
                .orElse(value);
    }
}
