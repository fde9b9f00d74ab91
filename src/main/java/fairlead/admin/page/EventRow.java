package fairlead.admin.page;

import fairlead.admin.store.Revision;
import fairlead.stats.Event;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Something that changed, by itself or by somebody.
 *
 * @param bad whether somebody should look
 * @param kind {@code backend down}
 * @param who changed it; empty when it changed by itself
 * @param text in a sentence
 * @param revision which revision of the config it is, to see the difference
 */
public record EventRow(
        Instant time,
        boolean bad,
        String kind,
        Optional<String> loadBalancer,
        Optional<String> backend,
        Optional<String> who,
        String text,
        OptionalInt revision) {

    static EventRow of(Event event) {
        return new EventRow(
                event.time(),
                event.kind().isBad(),
                event.kind().word().replace('_', ' '),
                event.loadBalancer(),
                event.backend(),
                event.origin().map(Event.Origin::author),
                event.text(),
                event.origin().map(Event.Origin::revision).orElse(OptionalInt.empty()));
    }

    static EventRow of(Revision revision) {
        return new EventRow(
                revision.time(),
                false,
                Event.Kind.CONFIG_APPLIED.word().replace('_', ' '),
                Optional.empty(),
                Optional.empty(),
                Optional.of(revision.author().toString()),
                revision.what(),
                OptionalInt.of(revision.number()));
    }

    /** Whether one of its words contains this, in lower case. */
    boolean contains(String search) {
        return (kind + '\n' + loadBalancer.orElse("") + '\n' + backend.orElse("") + '\n' + who.orElse("") + '\n' + text)
                .toLowerCase(Locale.ROOT)
                .contains(search);
    }
}
