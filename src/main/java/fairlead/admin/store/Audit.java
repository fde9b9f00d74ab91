package fairlead.admin.store;

import fairlead.config.Problem;
import fairlead.proxy.Engine;
import fairlead.proxy.ListenAddress;
import fairlead.stats.Event;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
        loaded("found at the start", document);
    }

    /**
     * Somebody has changed the config.
     *
     * @param reason goes before what changed
     */
    void changed(Author author, String reason, Change.Applied change) {
        Diff diff = change.diff();
        String what = reason + diff.sentence();
        revisions.add(author, Instant.now(), what, change.now().text());
        tell(Event.Kind.CONFIG_APPLIED, diff.loadBalancer(), "%s changed the config: %s".formatted(author, what));
    }

    /** The file was to be read again. */
    void reloaded(Author author, Change change) {
        String asked = author.equals(Author.SIGHUP) ? "" : " (asked by %s)".formatted(author);
        switch (change) {
            case Change.Applied applied -> {
                loaded("loaded", applied.now());
                Diff diff = applied.diff();
                tell(
                        Event.Kind.CONFIG_APPLIED,
                        diff.loadBalancer(),
                        "reloaded %s: %s%s; %s".formatted(file, state(applied.now()), asked, diff.sentence()));
            }
            case Change.Invalid invalid ->
                refused("%s has problems%s, the former config stays in force: %s"
                        .formatted(file, asked, summary(invalid.problems())));
            case Change.Failed failed -> nothingReloaded(asked, failed.message());
            case Change.ChangedByHand changed -> nothingReloaded(asked, changed.message());
            case Change.Stale stale -> throw new AssertionError("a reload expects no document: " + stale);
        }
    }

    private static String summary(List<Problem> problems) {
        String first = problems.getFirst().toString();
        return problems.size() == 1 ? first : "%s (and %d more)".formatted(first, problems.size() - 1);
    }

    private void nothingReloaded(String asked, String why) {
        refused("nothing reloaded%s, the former config stays in force: %s".formatted(asked, why));
    }

    private void refused(String text) {
        tell(Event.Kind.CONFIG_REFUSED, Optional.empty(), text);
    }

    private void tell(Event.Kind kind, Optional<String> loadBalancer, String text) {
        engine.events().add(new Event(Instant.now(), kind, loadBalancer, Optional.empty(), text));
    }

    private String state(Document document) {
        int count = document.config().loadBalancers().size();
        String addresses =
                engine.listenAddresses().stream().map(ListenAddress::toString).collect(Collectors.joining(" "));
        return "%d load balancer%s on %s".formatted(count, count == 1 ? "" : "s", addresses);
    }

    /** What was read of the file is a revision, unless it is the newest already. */
    private void loaded(String how, Document document) {
        Optional<String> newest = revisions.newestText();
        if (newest.filter(document.text()::equals).isEmpty()) {
            String change = newest.flatMap(Document::tree)
                    .map(before -> ": " + Diff.of(before, document.tree()).sentence())
                    .orElse("");
            revisions.add(Author.FILE, Instant.now(), how + change, document.text());
        }
    }
}
