package fairlead.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are appended to, set aside and begun anew. */
final class LogSinkTest {
    private static final String LINE = "123456789\n";

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("access.log");
    }

    @Nested
    class Rotation {

        @Test
        void keepsEveryFileWithinItsSizeAndSoManyOfThem() throws IOException {
            try (LogSink sink = LogSink.file(file, 30, 2)) {
                for (int i = 0; i < 10; i++) {
                    sink.write("line %4d\n".formatted(i));
                }
            }

            assertThat(file).hasContent("line    9\n");
            assertThat(directory.resolve("access.log.1")).hasContent("line    6\nline    7\nline    8\n");
            assertThat(directory.resolve("access.log.2")).hasContent("line    3\nline    4\nline    5\n");
            assertThat(directory).isDirectoryNotContaining("glob:**.3");
        }

        @Test
        void withNothingToKeepBeginsAnew() throws IOException {
            try (LogSink sink = LogSink.file(file, 20, 0)) {
                sink.write(LINE + LINE);
                sink.write("last\n");
            }

            assertThat(file).hasContent("last\n");
            assertThat(directory.toFile().list()).containsExactly("access.log");
        }

        @Test
        void countsWhatTheFileHadBefore() throws IOException {
            Files.writeString(file, LINE + LINE);
            try (LogSink sink = LogSink.file(file, 30, 1)) {
                sink.write(LINE);
                assertThat(file).hasContent(LINE + LINE + LINE);
                sink.write("new\n");
            }

            assertThat(file).hasContent("new\n");
        }

        @Test
        void writesALineThatIsLongerThanAFileMayBe() throws IOException {
            try (LogSink sink = LogSink.file(file, 5, 1)) {
                sink.write(LINE);
                sink.write(LINE);
            }

            assertThat(file).hasContent(LINE);
            assertThat(directory.resolve("access.log.1")).hasContent(LINE);
        }

        @Test
        void ofAFileThatSomebodyHasDeletedLeavesThoseSetAsideAlone() throws IOException {
            try (LogSink sink = LogSink.file(file, 10, 3)) {
                sink.write("first\n");
                sink.write(LINE);
                Files.delete(file);
                sink.write("second\n");
            }

            assertThat(file).hasContent("second\n");
            assertThat(directory.resolve("access.log.1")).hasContent("first\n");
            assertThat(directory).isDirectoryNotContaining("glob:**.2");
        }
    }

    @Nested
    class Reopen {

        @Test
        void goesOnInANewFileAfterARename() throws IOException {
            Path renamed = directory.resolve("renamed.log");
            try (LogSink sink = LogSink.file(file, 1000, 1)) {
                sink.write("old\n");
                Files.move(file, renamed);
                sink.write("still old\n");
                sink.reopen();
                assertThat(file).isEmptyFile();
                sink.write("new\n");
            }

            assertThat(renamed).hasContent("old\nstill old\n");
            assertThat(file).hasContent("new\n");
        }

        @Test
        void thatFailsIsTriedAgainWithTheNextLine() throws IOException {
            Path moved = directory.resolveSibling(directory.getFileName() + "-moved");
            try (LogSink sink = LogSink.file(file, 1000, 1)) {
                Files.move(directory, moved);
                assertThatThrownBy(sink::reopen).isInstanceOf(IOException.class);
                assertThatThrownBy(() -> sink.write("lost\n")).isInstanceOf(IOException.class);
                Files.move(moved, directory);
                sink.write("new\n");
            }

            assertThat(file).hasContent("new\n");
        }
    }

    @Test
    void aStreamGetsEveryLineAtOnceAndStaysOpen() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        OutputStream out = new OutputStream() {
            @Override
            public void write(int b) {
                bytes.write(b);
            }

            @Override
            public void close() {
                throw new AssertionError("not ours to close");
            }
        };
        try (LogSink sink = LogSink.stream(out)) {
            sink.write(LINE);
            assertThat(bytes.toString(StandardCharsets.US_ASCII)).isEqualTo(LINE);
        }
    }
}
