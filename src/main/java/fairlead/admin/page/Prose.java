package fairlead.admin.page;

import java.util.ArrayList;
import java.util.List;

/** A text in which words stand between backticks, in the parts that a page shows. */
public record Prose(List<Part> parts) {

    /** Some words. */
    public record Part(boolean code, String text) {}

    public Prose {
        parts = List.copyOf(parts);
    }

    static Prose of(String text) {
        List<Part> parts = new ArrayList<>();
        boolean code = false;
        int from = 0;
        for (int tick = text.indexOf('`'); tick >= 0; tick = text.indexOf('`', from)) {
            parts.add(new Part(code, text.substring(from, tick)));
            code = !code;
            from = tick + 1;
        }
        parts.add(new Part(code, text.substring(from)));
        return new Prose(parts.stream().filter(part -> !part.text().isEmpty()).toList());
    }

    public boolean isEmpty() {
        return parts.isEmpty();
    }
}
