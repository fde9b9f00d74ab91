package fairlead.admin.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RevisionsTest {
    private static final Author OPS = new Author("ops", "192.0.2.7");
    private static final Instant TIME = Instant.parse("2026-11-22T10:15:29Z");

    @TempDir
    Path around;

    private Path directory;

    @BeforeEach
    void beside() {
        directory = around.resolve("fairlead.json.revisions");
    }

    private static void add(Revisions revisions, String text) {
        revisions.add(OPS, TIME, "max_connections changed", text);
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.count();
        }
    }

    @Test
    void areThereAfterARestart() {
        add(new Revisions(directory), "{\"a\": 1}");
        Revisions after = new Revisions(directory);
        add(after, "{\"a\" :2}\r\n");
        assertThat(after.all())
                .containsExactly(
                        new Revision(2, TIME, OPS, "max_connections changed"),
                        new Revision(1, TIME, OPS, "max_connections changed"));
        assertThat(after.text(2)).contains("{\"a\" :2}\r\n");
        assertThat(after.diff(2).orElseThrow().sentence()).isEqualTo("a 1 -> 2");
        assertThat(after.diff(1)).isEmpty();
        assertThat(after.text(3)).isEmpty();
    }

    @Test
    void areForTheirOwnerOnly() throws IOException {
        add(new Revisions(directory), "{}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
        for (String file : new String[] {"000001.json", "000001.about"}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(file))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void theOldestGoWhenThereAreTooMany() throws IOException {
        Revisions revisions = new Revisions(directory);
        IntStream.rangeClosed(1, Revisions.MOST + 3).forEach(i -> add(revisions, "{\"a\": %d}".formatted(i)));
        assertThat(revisions.all()).hasSize(Revisions.MOST);
        assertThat(revisions.all().getLast().number()).isEqualTo(4);
        assertThat(revisions.text(3)).isEmpty();
        assertThat(files()).isEqualTo(2L * Revisions.MOST);
    }

    @Test
    void theOldestGoWhenTheyAreTooLarge() {
        Revisions revisions = new Revisions(directory, 100);
        IntStream.rangeClosed(1, 5).forEach(i -> add(revisions, "x".repeat(40)));
        assertThat(revisions.all()).extracting(Revision::number).containsExactly(5, 4);
        add(revisions, "x".repeat(400));
        assertThat(revisions.all()).extracting(Revision::number).containsExactly(6);
        assertThat(revisions.text(6)).isPresent();
    }

    @Test
    void whatIsWrittenAboutOneMayBeDamaged() throws IOException {
        Revisions revisions = new Revisions(directory);
        IntStream.rangeClosed(1, 3).forEach(i -> add(revisions, "{}"));
        Files.writeString(directory.resolve("000001.about"), "{\"time\": \"yesterday\"}");
        Files.writeString(directory.resolve("000002.about"), "\0\0\0");
        Files.delete(directory.resolve("000003.about"));
        Revisions after = new Revisions(directory);
        assertThat(after.all()).extracting(Revision::number).containsExactly(3, 2, 1);
        assertThat(after.all()).extracting(Revision::author).containsOnly(Author.UNKNOWN);
    }

    @Test
    void filesOfOthersAreLeftAlone() throws IOException {
        add(new Revisions(directory), "{}");
        Files.writeString(directory.resolve("notes.json"), "mine");
        Files.writeString(directory.resolve("1.json"), "mine");
        Revisions after = new Revisions(directory, 1);
        add(after, "{}");
        assertThat(after.all()).hasSize(1);
        assertThat(directory.resolve("notes.json")).exists();
        assertThat(directory.resolve("1.json")).exists();
    }

    @Test
    void aDirectoryThatCannotBeStopsNobody() throws IOException {
        Files.writeString(directory, "a file, of all things");
        Revisions revisions = new Revisions(directory);
        add(revisions, "{}");
        assertThat(revisions.all()).isEmpty();
        assertThat(revisions.newestText()).isEmpty();
        Files.delete(directory);
        add(revisions, "{}");
        assertThat(revisions.all()).hasSize(1);
    }
}
