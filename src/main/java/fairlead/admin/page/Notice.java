package fairlead.admin.page;

import fairlead.admin.store.Change;
import fairlead.admin.store.ConfigStore;
import fairlead.admin.store.Revision;
import java.util.Optional;

/**
 * A sentence at the top of a form: why it could not be saved.
 *
 * @param byHand whether reading the file again is the remedy
 */
public record Notice(String text, boolean byHand) {

    /** Why a change did not come to be; empty for one that did, or that has problems of its own to show. */
    static Optional<Notice> of(Change change, ConfigStore store) {
        return switch (change) {
            case Change.Applied unused -> Optional.empty();
            case Change.Invalid unused -> Optional.empty();
            case Change.Stale unused -> Optional.of(new Notice(stale(store), false));
            case Change.ChangedByHand found -> Optional.of(new Notice(found.message(), true));
            case Change.Failed failed -> Optional.of(new Notice(failed.message(), false));
        };
    }

    private static String stale(ConfigStore store) {
        String who = store.revisions().stream().findFirst().map(Notice::about).orElse("Somebody else changed it");
        return who
                + " since you opened this form. What you typed is kept: look at what holds now, and save again to put "
                + "yours in its place.";
    }

    private static String about(Revision latest) {
        String what = latest.what().isEmpty() ? "" : " (" + latest.what() + ")";
        return "%s changed it at %s%s".formatted(latest.author().name(), Words.utc(latest.time()), what);
    }
}
