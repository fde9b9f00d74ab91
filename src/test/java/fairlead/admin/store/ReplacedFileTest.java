package fairlead.admin.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReplacedFileTest {
    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(directory.resolve("fairlead.json"), "old");
    }

    private Path[] all() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toArray(Path[]::new);
        }
    }

    @Test
    void hasTheNewTextAndLeavesNothingElse() throws IOException {
        new ReplacedFile(file).replace("neu \u00e4");
        assertThat(file).hasContent("neu \u00e4");
        assertThat(all()).containsExactly(file);
    }

    @Test
    void whoeverReadsTheFormerFileGoesOnReadingIt() throws IOException {
        try (var open = Files.newInputStream(file)) {
            new ReplacedFile(file).replace("new");
            assertThat(open).hasContent("old");
        }
    }

    @Test
    void tellsWhetherItHoldsAText() throws IOException {
        ReplacedFile replaced = new ReplacedFile(file);
        assertThat(replaced.holds("old")).isTrue();
        assertThat(replaced.holds("ol")).isFalse();
        assertThat(replaced.holds("old\n")).isFalse();
        Files.delete(file);
        assertThat(replaced.holds("old")).isFalse();
    }

    @Test
    void keepsItsPermissions() throws IOException {
        for (String permissions : new String[] {"rw-r-----", "rw-------", "rw-rw-r--"}) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
            new ReplacedFile(file).replace(permissions);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo(permissions);
        }
    }

    @Test
    void aLinkStaysALink() throws IOException {
        Path elsewhere = Files.createDirectory(directory.resolve("git"));
        Path target = Files.writeString(elsewhere.resolve("config.json"), "old");
        Path link = Files.createSymbolicLink(directory.resolve("link.json"), Path.of("git/config.json"));
        new ReplacedFile(link).replace("new");
        assertThat(link).isSymbolicLink();
        assertThat(target).hasContent("new").isRegularFile();
    }

    @Test
    void whatACrashLeftIsNoHindranceAndIsRemoved() throws IOException {
        Path left = Files.writeString(directory.resolve("fairlead.json.next"), "half of a new te");
        new ReplacedFile(file).replace("new");
        assertThat(file).hasContent("new");
        assertThat(left).doesNotExist();
        Files.writeString(left, "half");
        new ReplacedFile(file).tidy();
        assertThat(all()).containsExactly(file);
    }

    @Test
    void aDirectoryThatMayNotBeWrittenInIsNamed() throws IOException {
        assumeFalse("root".equals(System.getProperty("user.name")), "root may write everywhere");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            assertThatThrownBy(() -> new ReplacedFile(file).replace("new"))
                    .hasMessage("%s cannot be replaced: let the user Fairlead runs as write in the directory %s"
                            .formatted(file, directory));
        } finally {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        assertThat(file).hasContent("old");
    }

    @Test
    void whatCannotBeDoneIsSaidWithTheRemedy() {
        Path config = Path.of("/etc/fairlead/fairlead.json");
        assertThat(sentence(config, "Read-only file system"))
                .isEqualTo("/etc/fairlead/fairlead.json cannot be replaced, as it is on a read-only file system:"
                        + " mount the directory /etc/fairlead writable");
        assertThat(sentence(config, "Device or resource busy"))
                .isEqualTo("/etc/fairlead/fairlead.json cannot be replaced, as the file itself is a mount:"
                        + " mount the directory it is in instead");
        assertThat(sentence(config, "No space left on device"))
                .isEqualTo("/etc/fairlead/fairlead.json cannot be written: the disk is full");
        assertThat(sentence(config, "Input/output error"))
                .isEqualTo("/etc/fairlead/fairlead.json cannot be written: Input/output error");
    }

    @Test
    void aFailureLeavesTheFileAsItIs() {
        Path kernel = Path.of("/proc/sys/kernel/ostype"); // beside it nothing can be created, not even by root
        assertThatThrownBy(() -> new ReplacedFile(kernel).replace("new"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(kernel + " cannot be ");
        assertThat(kernel).hasContent("Linux\n");
    }

    private static String sentence(Path file, String reason) {
        return ReplacedFile.sentence(file, new FileSystemException(file.toString(), null, reason));
    }
}
