package fairlead.admin.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fairlead.config.ConfigFile;
import fairlead.proxy.Engine;
import fairlead.support.FreePort;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

final class ConfigStoreTest {
    private static final Author OPS = new Author("ops", "192.0.2.7");

    @TempDir
    private Path directory;

    private final int port = FreePort.pick();
    private Path file;
    private Optional<Engine> engine = Optional.empty();

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(
                directory.resolve("fairlead.json"), "{\"access_log\": {\"output\": \"off\"}, \"load_balancers\": []}");
    }

    @AfterEach
    void close() {
        engine.ifPresent(Engine::close);
    }

    /** As at a start of Fairlead, the former one having ended. */
    private ConfigStore start(Path config) throws IOException {
        close();
        return switch (ConfigFile.load(config)) {
            case ConfigFile.Result.Valid valid -> {
                Engine started = Engine.start(valid.config());
                engine = Optional.of(started);
                yield new ConfigStore(config, valid, started);
            }
            case ConfigFile.Result.Invalid invalid -> throw new AssertionError(invalid.problems());
        };
    }

    private static ObjectNode smaller(ObjectNode tree) {
        return tree.put("max_connections", 7);
    }

    private ObjectNode listening(ObjectNode tree) {
        ObjectNode added = tree.withArray("load_balancers").addObject().put("name", "tcp");
        added.putArray("backends");
        added.putArray("forwarding_rules")
                .addObject()
                .put("entry_protocol", "tcp")
                .put("entry_port", port)
                .put("target_protocol", "tcp")
                .put("target_port", 22);
        return tree;
    }

    @Test
    void aFileThatCannotBeWrittenChangesNothing() throws IOException {
        ConfigStore store = start(file);
        String before = Files.readString(file);
        Files.createDirectories(directory.resolve("fairlead.json.next/in-the-way"));
        Change change = store.change(OPS, Optional.empty(), this::listening);
        assertThat(change).isInstanceOfSatisfying(Change.Failed.class, failed -> {
            assertThat(failed.obstacle()).isEqualTo(Change.Obstacle.CONFIG_FILE);
            assertThat(failed.message()).startsWith(file + " cannot be written: ");
        });
        assertThat(file).hasContent(before);
        assertThat(store.current().text()).isEqualTo(before);
        assertThat(store.revisions()).hasSize(1);
        assertThat(engine.orElseThrow().listenAddresses()).isEmpty();
        try (var free = new ServerSocket(port)) {
            assertThat(free.isBound()).isTrue();
        }
    }

    @Test
    void aRestartWithTheSameFileIsNoRevision() throws IOException {
        ConfigStore store = start(file);
        assertThat(store.change(OPS, Optional.empty(), ConfigStoreTest::smaller))
                .isInstanceOf(Change.Applied.class);
        assertThat(start(file).revisions()).extracting(Revision::author).containsExactly(OPS, Author.FILE);
    }

    @Test
    void whatWasEditedWhileFairleadWasDownIsARevisionOfTheFile() throws IOException {
        Change unused = start(file).change(OPS, Optional.empty(), ConfigStoreTest::smaller);
        Files.writeString(file, Files.readString(file).replace("7", "8"));
        ConfigStore store = start(file);
        assertThat(store.revisions().getFirst().author()).isEqualTo(Author.FILE);
        assertThat(store.revisions().getFirst().what()).isEqualTo("found at the start: max_connections 7 -> 8");
        Optional<Change> restored = store.restore(OPS, present -> true, 2);
        assertThat(restored).containsInstanceOf(Change.Applied.class);
        assertThat(store.current().config().maxConnections()).isEqualTo(7);
        assertThat(store.restore(OPS, present -> true, 99)).isEmpty();
    }

    @Test
    void aLinkIsFollowed() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("current.json"), file.getFileName());
        ConfigStore store = start(link);
        assertThat(store.change(OPS, Optional.empty(), ConfigStoreTest::smaller))
                .isInstanceOf(Change.Applied.class);
        assertThat(link).isSymbolicLink();
        assertThat(file).content().contains("\"max_connections\" : 7");
        assertThat(store.change(OPS, Optional.empty(), tree -> tree.put("max_connections", 8)))
                .isInstanceOf(Change.Applied.class);
    }

    @Test
    void whatACrashLeftIsRemovedAtTheStart() throws IOException {
        Path left = Files.writeString(directory.resolve("fairlead.json.next"), "{\"load_bal");
        ConfigStore store = start(file);
        assertThat(left).doesNotExist();
        assertThat(store.current().text()).isEqualTo(Files.readString(file));
    }

    @Test
    void anEditThatThrowsLeavesTheStoreUsable() throws IOException {
        ConfigStore store = start(file);
        assertThatThrownBy(() -> store.change(OPS, Optional.empty(), tree -> {
                    throw new IllegalStateException("not wanted after all");
                }))
                .hasMessage("not wanted after all");
        assertThat(store.change(OPS, Optional.of("\"old\""), ConfigStoreTest::smaller))
                .isInstanceOf(Change.Stale.class);
        assertThat(store.change(OPS, Optional.of(store.current().etag()), ConfigStoreTest::smaller))
                .isInstanceOf(Change.Applied.class);
    }

    @Test
    void whatStandsUnderAnotherFormWithTheSameMeaningIsNotRewritten() throws IOException {
        ConfigStore store = start(file);
        String before = Files.readString(file);
        Change change = store.change(OPS, Optional.empty(), tree -> tree);
        assertThat(change)
                .isInstanceOfSatisfying(
                        Change.Applied.class,
                        applied -> assertThat(applied.now()).isEqualTo(applied.before()));
        assertThat(file).hasContent(before);
    }
}
