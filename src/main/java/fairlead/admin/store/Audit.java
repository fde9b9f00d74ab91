package fairlead.admin.store;

import fairlead.config.Problem;
import fairlead.proxy.Engine;
import fairlead.proxy.ListenAddress;
import fairlead.stats.Event;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Says who changed what: in a {@link Revision} each time another config comes into force, and in an event. */
final class Audit {
    private final Path file;
    private final Revisions revisions;
    private final Engine engine;

    Audit(Path file, Revisions revisions, Engine engine) {
        this.file = file;
        this.revisions = revisions;
        this.engine = engine;
    }

    /** What the file had when Fairlead started. */
    void found(Document document) {
        OptionalInt unused = loaded("found at the start", document);
    }

    /**
     * Somebody has changed the config.
     *
     * @param reason goes before what changed
     */
    void changed(Author author, String reason, Change.Applied change) {
        Diff diff = change.diff();
        String what = reason + diff.sentence();
        OptionalInt revision =
                revisions.add(author, Instant.now(), what, change.now().text());
        applied(author, revision, diff, "%s changed the config: %s".formatted(author, what));
    }

    /** The file was to be read again. */
    void reloaded(Author author, Change change) {
        String asked = author.equals(Author.SIGHUP) ? "" : " (asked by %s)".formatted(author);
        switch (change) {
            case Change.Applied applied -> {
                Diff diff = applied.diff();
                applied(
                        author,
                        loaded("loaded", applied.now()),
                        diff,
                        "reloaded %s: %s%s; %s".formatted(file, state(applied.now()), asked, diff.sentence()));
            }
            case Change.Invalid invalid ->
                refused(
                        author,
                        "%s has problems%s, the former config stays in force: %s"
                                .formatted(file, asked, summary(invalid.problems())));
            case Change.Failed failed -> nothingReloaded(author, asked, failed.message());
            case Change.ChangedByHand changed -> nothingReloaded(author, asked, changed.message());
            case Change.Stale stale -> throw new AssertionError("a reload expects no document: " + stale);
        }
    }

    private static String summary(List<Problem> problems) {
        String first = problems.getFirst().toString();
        return problems.size() == 1 ? first : "%s (and %d more)".formatted(first, problems.size() - 1);
    }

    private void nothingReloaded(Author author, String asked, String why) {
        refused(author, "nothing reloaded%s, the former config stays in force: %s".formatted(asked, why));
    }

    private void applied(Author author, OptionalInt revision, Diff diff, String text) {
        tell(Event.Kind.CONFIG_APPLIED, diff.loadBalancer(), new Event.Origin(author.toString(), revision), text);
    }

    private void refused(Author author, String text) {
        Event.Origin origin = new Event.Origin(author.toString(), OptionalInt.empty());
        tell(Event.Kind.CONFIG_REFUSED, Optional.empty(), origin, text);
    }

    private void tell(Event.Kind kind, Optional<String> loadBalancer, Event.Origin origin, String text) {
        Optional<String> none = Optional.empty();
        engine.events().add(new Event(Instant.now(), kind, loadBalancer, none, none, Optional.of(origin), text));
    }

    private String state(Document document) {
        int count = document.config().loadBalancers().size();
        String addresses =
                engine.listenAddresses().stream().map(ListenAddress::toString).collect(Collectors.joining(" "));
        return "%d load balancer%s on %s".formatted(count, count == 1 ? "" : "s", addresses);
    }

    /** What was read of the file is a revision, unless it is the newest already; the number of the new one. */
    private OptionalInt loaded(String how, Document document) {
        Optional<String> newest = revisions.newestText();
        if (newest.filter(document.text()::equals).isPresent()) {
            return OptionalInt.empty();
        }
        String change = newest.flatMap(Document::tree)
                .map(before -> ": " + Diff.of(before, document.tree()).sentence())
                .orElse("");
        return revisions.add(Author.FILE, Instant.now(), how + change, document.text());
    }
}
