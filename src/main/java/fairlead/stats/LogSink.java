package fairlead.stats;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Where log lines go. For one thread. */
public sealed interface LogSink extends Closeable {

    /** Appends one line. */
    void write(String line) throws IOException;

    /** Hands on what is buffered. */
    void flush() throws IOException;

    /** Opens the target anew by its name; nothing for a stream. */
    default void reopen() throws IOException {}

    @Override
    void close() throws IOException;

    /** A stream that is not closed, such as standard output. */
    static LogSink stream(OutputStream out) {
        return new Stream(new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8)));
    }

    /** Takes lines and keeps none. */
    static LogSink none() {
        return new Stream(Writer.nullWriter());
    }

    /**
     * A file that is appended to. At {@code rotateBytes} it becomes {@code <file>.1}, the former {@code .1} becomes
     * {@code .2} and so on up to {@code keepFiles}.
     */
    static LogSink file(Path path, long rotateBytes, int keepFiles) throws IOException {
        return new RotatedFile(path, rotateBytes, keepFiles);
    }

    /** See {@link #stream}. */
    final class Stream implements LogSink {
        private final Writer out;

        private Stream(Writer out) {
            this.out = out;
        }

        @Override
        public void write(String line) throws IOException {
            out.write(line + '\n');
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.flush();
        }
    }

    /** See {@link #file}. */
    final class RotatedFile implements LogSink {
        private final Path path;
        private final long rotateBytes;
        private final int keepFiles;
        private BufferedWriter out;
        private long size;

        private RotatedFile(Path path, long rotateBytes, int keepFiles) throws IOException {
            this.path = path;
            this.rotateBytes = rotateBytes;
            this.keepFiles = keepFiles;
            this.out = open();
            this.size = Files.size(path);
        }

        @Override
        public void write(String line) throws IOException {
            if (size > 0 && size + line.length() >= rotateBytes) {
                rotate();
            }
            out.write(line);
            out.write('\n');
            size += line.length() + 1; // a line is ASCII
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void reopen() throws IOException {
            out.close();
            out = open();
            size = Files.size(path);
        }

        @Override
        public void close() throws IOException {
            out.close();
        }

        private void rotate() throws IOException {
            out.flush();
            for (int n = keepFiles - 1; n >= 1; n--) {
                if (Files.exists(aside(n))) {
                    Files.move(aside(n), aside(n + 1), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            if (keepFiles > 0) {
                Files.move(path, aside(1), StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.delete(path);
            }
            reopen();
        }

        private Path aside(int n) {
            return path.resolveSibling(path.getFileName() + "." + n);
        }

        private BufferedWriter open() throws IOException {
            return Files.newBufferedWriter(
                    path, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }
}
