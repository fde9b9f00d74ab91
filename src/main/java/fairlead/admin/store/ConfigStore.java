package fairlead.admin.store;

import fairlead.config.AdminConfig;
import fairlead.config.ConfigFile;
import fairlead.proxy.Engine;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The config file of a running engine. A change is validated as a whole, made durable, and only then goes live; what was
 * changed by hand is never overwritten. Whatever was in force stays as a {@link Revision}.
 *
 * <p>Safe for many threads; one change at a time.
 */
public final class ConfigStore {
    private static final System.Logger LOG = System.getLogger("fairlead.admin");

    private final Path path;
    private final ReplacedFile file;
    private final Engine engine;
    private final Revisions revisions;
    private final Audit audit;
    private final AdminConfig adminAtStart;
    private final JsonNode adminTreeAtStart;
    private final ReentrantLock changing = new ReentrantLock();
    private volatile Document current;

    /**
     * The file that the engine was started with.
     *
     * @param loaded what was read of it then
     */
    public ConfigStore(Path path, ConfigFile.Result.Valid loaded, Engine engine) {
        this.path = path;
        this.file = new ReplacedFile(path);
        this.engine = engine;
        this.current = new Document(loaded.text(), loaded.config());
        this.adminAtStart = loaded.config().admin();
        this.adminTreeAtStart = current.tree().path("admin");
        this.revisions = new Revisions(directoryBeside(path));
        this.audit = new Audit(path, revisions, engine);
        tidy();
        audit.found(current);
    }

    public Document current() {
        return current;
    }

    /**
     * Changes the config.
     *
     * @param expected the etag of the document that the wish is about; empty for whatever is there
     * @param edit makes the wanted tree of the present one, which is its own to keep; what it throws is passed on
     */
    public Change change(Author author, Optional<String> expected, UnaryOperator<ObjectNode> edit) {
        return change(author, is(expected), edit);
    }

    /** The same, when the present document is as expected. */
    public Change change(Author author, Predicate<Document> expected, UnaryOperator<ObjectNode> edit) {
        return change(author, expected, "", present -> edited(present, edit));
    }

    /** Makes this text the config, to the byte. */
    public Change write(Author author, Predicate<Document> expected, String text) {
        return change(author, expected, "", present -> text);
    }

    /** Makes an old config the present one, to the byte; empty when there is no such revision. */
    public Optional<Change> restore(Author author, Predicate<Document> expected, int number) {
        return revisions
                .text(number)
                .map(text -> change(author, expected, "revision %d restored: ".formatted(number), present -> text));
    }

    /** What {@link #change} would do; nothing happens. A port that cannot be bound is not noticed. */
    public Change check(UnaryOperator<ObjectNode> edit) {
        Document present = current;
        return check(present, edited(present, edit));
    }

    /** What {@link #write} would do, in the same way. */
    public Change check(String text) {
        return check(current, text);
    }

    /** Reads the file again. */
    public Change reload(Author author) {
        changing.lock();
        try {
            Change change = switch (ConfigFile.load(path)) {
                case ConfigFile.Result.Valid valid ->
                    apply(current, new Document(valid.text(), valid.config()), () -> {});
                case ConfigFile.Result.Invalid invalid -> new Change.Invalid(invalid.problems());
            };
            audit.reloaded(author, change);
            return change;
        } finally {
            changing.unlock();
        }
    }

    /** Whether the file is not what was last loaded or written. */
    public boolean isChangedByHand() {
        return !file.holds(current.text());
    }

    /** The present config and those before it, the newest first. */
    public List<Revision> revisions() {
        return revisions.all();
    }

    /** The text of a revision, to the byte. */
    public Optional<String> revisionText(int number) {
        return revisions.text(number);
    }

    /** What a revision changed; empty when the one before it is not kept any more. */
    public Optional<Diff> revisionDiff(int number) {
        return revisions.diff(number);
    }

    /** The settings in which a config differs from that of the start and which count only from the next start on. */
    public List<String> restartRequired(Document config) {
        if (config.config().admin().equals(adminAtStart)) {
            return List.of();
        }
        ObjectNode before = config.tree().removeAll();
        ObjectNode after = before.deepCopy();
        before.set("admin", adminTreeAtStart.isMissingNode() ? after.objectNode() : adminTreeAtStart);
        after.set("admin", config.tree().optional("admin").orElseGet(after::objectNode));
        return Diff.of(before, after).entries().stream().map(Diff.Entry::path).toList();
    }

    private Change change(Author author, Predicate<Document> expected, String reason, Function<Document, String> wish) {
        changing.lock();
        try {
            Document before = current;
            if (!expected.test(before)) {
                return new Change.Stale(before);
            }
            Change wanted = check(before, wish.apply(before));
            if (!(wanted instanceof Change.Applied wantedChange)) {
                return wanted;
            }
            if (!file.holds(before.text())) {
                return changedByHand();
            }
            Document next = wantedChange.now();
            if (next.text().equals(before.text())) {
                return wanted;
            }
            Change change = apply(before, next, () -> replace(before, next));
            if (change instanceof Change.Applied applied) {
                audit.changed(author, reason, applied);
            }
            return change;
        } finally {
            changing.unlock();
        }
    }

    private static Change check(Document before, String text) {
        return switch (ConfigFile.parse(text)) {
            case ConfigFile.Result.Valid valid -> new Change.Applied(before, new Document(text, valid.config()));
            case ConfigFile.Result.Invalid invalid -> new Change.Invalid(invalid.problems());
        };
    }

    /** The text of the edited tree; that of the present document to the byte when the edit changed nothing. */
    private static String edited(Document present, UnaryOperator<ObjectNode> edit) {
        ObjectNode tree = edit.apply(present.tree());
        return tree.equals(present.tree()) ? present.text() : Document.text(tree);
    }

    private Change apply(Document before, Document next, Engine.Commit commit) {
        try {
            engine.apply(next.config(), commit);
        } catch (EditedMeanwhile e) {
            return changedByHand();
        } catch (NotWritten e) {
            LOG.log(Level.ERROR, "{0}", e.sentence);
            return new Change.Failed(Change.Obstacle.CONFIG_FILE, e.sentence);
        } catch (IOException e) {
            return new Change.Failed(Change.Obstacle.RESOURCE, String.valueOf(e.getMessage()));
        }
        current = next;
        return new Change.Applied(before, next);
    }

    /** Looks once more at the file: names may have been looked up meanwhile, which takes seconds. */
    private void replace(Document before, Document next) throws IOException {
        if (!file.holds(before.text())) {
            throw new EditedMeanwhile();
        }
        try {
            file.replace(next.text());
        } catch (IOException e) {
            throw new NotWritten(e);
        }
    }

    private Change changedByHand() {
        String remedy = "reload it first (kill -HUP, or POST /api/v1/config/reload), then try again";
        return new Change.ChangedByHand(
                file.exists()
                        ? "%s was changed by hand and is left as it is: %s".formatted(path, remedy)
                        : "%s is gone: put it back (%s has copies), %s".formatted(path, directoryBeside(path), remedy));
    }

    private void tidy() {
        try {
            file.tidy();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "what is left of an interrupted change cannot be removed: {0}", e.toString());
        }
    }

    private static Predicate<Document> is(Optional<String> etag) {
        return present -> etag.isEmpty() || etag.get().equals(present.etag());
    }

    private static Path directoryBeside(Path file) {
        return file.resolveSibling(file.getFileName() + ".revisions");
    }

    /** The file is not what it was when the change began. */
    private static final class EditedMeanwhile extends IOException {
        private static final long serialVersionUID = 1;
    }

    /** The file could not be replaced. */
    private static final class NotWritten extends IOException {
        private static final long serialVersionUID = 1;

        private final String sentence;

        NotWritten(IOException cause) {
            super(cause);
            sentence = String.valueOf(cause.getMessage());
        }
    }
}
