package fairlead.admin.settings;

import fairlead.config.LoadBalancerConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/**
 * Settings that are shown, edited and saved together.
 *
 * @param id in addresses: {@code health}
 */
public record Section(String id, String title, String intro, List<Field> fields, List<Rows> rows) {

    public Section {
        fields = List.copyOf(fields);
        rows = List.copyOf(rows);
    }

    static Section of(String id, String title, String intro, Field... fields) {
        return new Section(id, title, intro, List.of(fields), List.of());
    }

    /**
     * Writes what was typed; only what differs from what the form showed. A setting that has no effect any more goes by itself,
     * unless it is the one that was touched.
     *
     * @param config that was made of this load balancer
     */
    public void write(ObjectNode loadBalancer, LoadBalancerConfig config, Typed typed) {
        Map<String, String> before =
                fields.stream().collect(Collectors.toMap(Field::path, field -> field.shown(loadBalancer, config)));
        for (Field field : fields) {
            String now = typed(field, typed);
            boolean untouched = now.equals(before.get(field.path()));
            if (!untouched) {
                field.write(loadBalancer, now);
            } else if (field.needs().filter(needs -> !fits(needs, typed)).isPresent()
                    && field.written(loadBalancer).isPresent()) {
                field.write(loadBalancer, "");
            }
        }
        rows.forEach(list -> list.write(loadBalancer, list.typed(typed)));
    }

    /**
     * The same without one row.
     *
     * @param row the path of its list and its number: {@code hosts.2}
     */
    public Typed withoutRow(Typed typed, String row) {
        int dot = row.lastIndexOf('.');
        Typed left = typed;
        for (Rows list : rows) {
            if (dot > 0 && list.path().equals(row.substring(0, dot))) {
                for (String name : list.names()) {
                    left = left.without(name, row.substring(dot + 1));
                }
            }
        }
        return left;
    }

    /** The same as if every row were new: what they were made of may be something else by now. */
    public Typed withoutOrigins(Typed typed) {
        Typed left = typed;
        for (Rows list : rows) {
            left = left.without(list.originName());
        }
        return left;
    }

    /** What an input of this field said. */
    static String typed(Field field, Typed typed) {
        String text = typed.one(field.path());
        return field.kind() == Kind.CHECKBOX && text.isEmpty() ? "false" : text;
    }

    private boolean fits(Field.Needs needs, Typed typed) {
        Function<Field, String> said = field -> typed(field, typed);
        return fields.stream()
                .filter(field -> field.path().equals(needs.path()))
                .map(said)
                .allMatch(needs.values()::contains);
    }

    /** Every key that it writes, from its load balancer on: {@code forwarding_rules[].entry_port}. */
    public List<String> keys() {
        List<String> keys = new ArrayList<>();
        for (Field field : fields) {
            keys.add(field.path());
        }
        for (Rows list : rows) {
            keys.add(list.path());
            for (Field column : list.columns()) {
                if (!column.path().isEmpty()) {
                    keys.add(list.path() + "[]." + column.path());
                }
                if (column.kind() == Kind.PAIR) {
                    keys.add(list.path() + "[].target_protocol");
                    keys.add(list.path() + "[].tls_passthrough");
                }
            }
        }
        return keys;
    }
}
