package fairlead.admin.page;

import fairlead.config.Quote;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The way of a connection as a drawing: client, listener, load balancer, backend, and where it ended. */
public record Drawing(List<Hop> hops) {
    static final int STEP = 184;
    private static final int LONGEST = 17;

    public Drawing {
        hops = List.copyOf(hops);
    }

    /** How far it came. */
    public enum Mark {
        PASSED("\u2713", "passed", "muted"),
        /** It was answered here, as it should be, and went no further. */
        ANSWERED("\u21a9", "answered here", "muted"),
        STOPPED("\u2715", "stopped here", "text-bad"),
        UNREACHED("", "not reached", "muted");

        private final String sign;
        private final String words;
        private final String style;

        Mark(String sign, String words, String style) {
            this.sign = sign;
            this.words = words;
            this.style = style;
        }

        /** A sign and words, for those who see no colour. */
        public String text() {
            return (sign + ' ' + words).strip();
        }

        /** The class of the stylesheet. */
        public String style() {
            return style;
        }
    }

    /**
     * One station.
     *
     * @param role what it is: {@code Listener}
     * @param name which one, short enough for its box
     * @param x of its left edge
     */
    public record Hop(String role, String name, Mark mark, int x) {
        public boolean stopped() {
            return mark == Mark.STOPPED;
        }

        public boolean reached() {
            return mark != Mark.UNREACHED;
        }

        public boolean first() {
            return x == 0;
        }
    }

    /**
     * Draws it.
     *
     * @param names of client, listener, load balancer and backend; empty for one that there is none of
     * @param last the index of the one where it ends, if it does not pass all
     * @param end how it ends there
     */
    static Drawing of(List<String> names, int last, Mark end) {
        List<String> roles = List.of("Client", "Listener", "Load balancer", "Backend");
        List<Hop> hops = new ArrayList<>();
        for (int i = 0; i < roles.size(); i++) {
            Mark mark = i < last ? Mark.PASSED : i == last ? end : Mark.UNREACHED;
            String name = names.get(i);
            hops.add(new Hop(roles.get(i), name.isEmpty() ? "-" : shortened(name), mark, i * STEP));
        }
        return new Drawing(hops);
    }

    /** The same for those who do not see it. */
    public String description() {
        return hops.stream()
                .map(hop -> "%s %s: %s".formatted(hop.role(), hop.name(), hop.mark().words))
                .collect(Collectors.joining("; "));
    }

    /** As much as there is room for, with nothing invisible in it. */
    static String shortened(String text) {
        String visible = visible(text);
        return visible.length() <= LONGEST ? visible : visible.substring(0, LONGEST - 1) + "\u2026";
    }

    /** Text that may come from anywhere, without what nobody would see, or see elsewhere. */
    static String visible(String text) {
        String quoted = Quote.text(text);
        int end = quoted.length() - 1;
        return quoted.substring(1, end);
    }
}
