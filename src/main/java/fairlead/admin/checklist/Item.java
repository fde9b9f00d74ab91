package fairlead.admin.checklist;

import java.util.List;

/**
 * One thing that has to be in order before clients are served.
 *
 * @param title what should be so: {@code The hosts lead here}
 * @param sentences what was found, and the remedy
 */
public record Item(State state, String title, List<String> sentences) {

    /** How it stands with it. */
    public enum State {
        DONE("Done", "ok"),
        /** It could not be found out yet. */
        WAITING("Waiting", "off"),
        FAILED("To do", "bad"),
        /** It does not matter here. */
        NOT_NEEDED("Not needed", "off");

        private final String word;
        private final String badge;

        State(String word, String badge) {
            this.word = word;
            this.badge = badge;
        }

        public String word() {
            return word;
        }

        /** The class of its badge. */
        public String badge() {
            return badge;
        }
    }

    public Item {
        sentences = List.copyOf(sentences);
    }

    static Item of(State state, String title, String sentence) {
        return new Item(state, title, List.of(sentence));
    }
}
