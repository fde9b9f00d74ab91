package fairlead.admin.store;

import fairlead.config.Problem;
import java.util.List;

/** What became of a wish to change the config. Unless it was applied, nothing has changed. */
public sealed interface Change {

    /** It is durable and live. */
    record Applied(Document before, Document now) implements Change {}

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

    /** A port could not be bound, or the file not be written. */
    record Failed(String message) implements Change {}
}
