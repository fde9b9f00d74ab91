package fairlead.admin.store;

import fairlead.config.Problem;
import java.util.List;

/** What became of a wish to change the config. Unless it was applied, nothing has changed. */
public sealed interface Change {

    /** It is durable and live; or was so before, when both documents are the same. */
    record Applied(Document before, Document now) implements Change {

        /** What the wish changed. */
        public Diff diff() {
            return Diff.of(before.tree(), now.tree());
        }
    }

    /** The config would have had these problems; at least one, paths from the root of the document. */
    record Invalid(List<Problem> problems) implements Change {
        public Invalid {
            problems = List.copyOf(problems);
        }
    }

    /** Somebody else has changed the config since the wish was made. */
    record Stale(Document now) implements Change {}

    /** The file is not what was last loaded or written. */
    record ChangedByHand(String message) implements Change {}

    /**
     * The config is in order, and cannot be put in force here and now.
     *
     * @param message a sentence that says why, and what to do
     */
    record Failed(Obstacle obstacle, String message) implements Change {}

    /** What stood in the way. */
    enum Obstacle {
        /** A port or file that the config names is not to be had. */
        RESOURCE,
        /** The config file cannot be written. */
        CONFIG_FILE
    }
}
