package fairlead.admin.store;

import fairlead.config.ConfigFile;
import fairlead.proxy.Engine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The config file of a running engine. A change is validated as a whole, made durable, and only then goes live; what was
 * changed by hand is never overwritten.
 *
 * <p>Safe for many threads; one change at a time.
 */
public final class ConfigStore {
    private static final JsonMapper WRITER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path file;
    private final Engine engine;
    private final ReentrantLock changing = new ReentrantLock();
    private volatile Document current;

    /**
     * The file that the engine was started with.
     *
     * @param loaded what was read of it then
     */
    public ConfigStore(Path file, ConfigFile.Result.Valid loaded, Engine engine) {
        this.file = file;
        this.engine = engine;
        this.current = new Document(loaded.text(), loaded.config());
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
        changing.lock();
        try {
            Document before = current;
            if (expected.isPresent() && !expected.get().equals(before.etag())) {
                return new Change.Stale(before);
            }
            return write(before, text(edit.apply(before.tree())));
        } finally {
            changing.unlock();
        }
    }

    /** What {@link #change} would do; nothing happens. */
    public Change check(UnaryOperator<ObjectNode> edit) {
        Document now = current;
        String text = text(edit.apply(now.tree()));
        return switch (ConfigFile.parse(text)) {
            case ConfigFile.Result.Valid valid -> new Change.Applied(now, new Document(text, valid.config()));
            case ConfigFile.Result.Invalid invalid -> new Change.Invalid(invalid.problems());
        };
    }

    /** Reads the file again. */
    public Change reload(Author author) {
        changing.lock();
        try {
            return switch (ConfigFile.load(file)) {
                case ConfigFile.Result.Valid valid -> {
                    Document before = current;
                    Document next = new Document(valid.text(), valid.config());
                    try {
                        engine.apply(valid.config());
                    } catch (IOException e) {
                        yield new Change.Failed(String.valueOf(e.getMessage()));
                    }
                    current = next;
                    yield new Change.Applied(before, next);
                }
                case ConfigFile.Result.Invalid invalid -> new Change.Invalid(invalid.problems());
            };
        } finally {
            changing.unlock();
        }
    }

    private Change write(Document before, String text) {
        return switch (ConfigFile.parse(text)) {
            case ConfigFile.Result.Valid valid -> {
                Document next = new Document(text, valid.config());
                if (!isAsWritten(before)) {
                    yield new Change.ChangedByHand(file + " was changed by hand: reload it first");
                }
                try {
                    engine.apply(valid.config(), () -> replace(text));
                } catch (IOException e) {
                    yield new Change.Failed(String.valueOf(e.getMessage()));
                }
                current = next;
                yield new Change.Applied(before, next);
            }
            case ConfigFile.Result.Invalid invalid -> new Change.Invalid(invalid.problems());
        };
    }

    private boolean isAsWritten(Document before) {
        return ConfigFile.load(file) instanceof ConfigFile.Result.Valid found
                && found.text().equals(before.text());
    }

    private void replace(String text) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try (FileChannel out = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String text(ObjectNode tree) {
        return WRITER.writeValueAsString(tree) + "\n";
    }

    /** The revisions before the present one, the newest first. */
    public List<Revision> revisions() {
        return List.of();
    }
}
