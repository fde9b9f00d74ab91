package fairlead.stats;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Where log lines go. For one thread. */
public sealed interface LogSink extends Closeable {

    /** Appends whole lines, each with its end: all of them or, when that fails, none. */
    void write(String lines) throws IOException;

    /** Opens the target anew by its name; nothing for a stream. */
    default void reopen() throws IOException {}

    @Override
    void close() throws IOException;

    /** A stream that is not closed, such as standard output. */
    static LogSink stream(OutputStream out) {
        return new Stream(out);
    }

    /** Takes lines and keeps none. */
    static LogSink none() {
        return new None();
    }

    /**
     * A file that is appended to. Before it grows beyond {@code rotateBytes} it becomes {@code <file>.1}, the former
     * {@code .1} becomes {@code .2} and so on up to {@code keepFiles}.
     */
    static LogSink file(Path path, long rotateBytes, int keepFiles) throws IOException {
        return new RotatedFile(path, rotateBytes, keepFiles);
    }

    /** See {@link #none}. */
    final class None implements LogSink {
        private None() {}

        @Override
        public void write(String lines) {}

        @Override
        public void close() {}
    }

    /** See {@link #stream}. */
    final class Stream implements LogSink {
        private final OutputStream out;

        private Stream(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(String lines) throws IOException {
            out.write(lines.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        @Override
        public void close() {}
    }

    /** See {@link #file}. What fails is tried again with the next lines, from where it failed. */
    final class RotatedFile implements LogSink {
        private final Path path;
        private final long rotateBytes;
        private final int keepFiles;
        private FileChannel file;

        private RotatedFile(Path path, long rotateBytes, int keepFiles) throws IOException {
            this.path = path;
            this.rotateBytes = rotateBytes;
            this.keepFiles = keepFiles;
            this.file = open(path);
        }

        @Override
        public void write(String lines) throws IOException {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(lines);
            if (!file.isOpen()) {
                file = open(path);
            }
            if (file.size() > 0 && file.size() + bytes.remaining() > rotateBytes) {
                rotate();
            }
            append(bytes);
        }

        @Override
        public void reopen() throws IOException {
            file.close();
            file = open(path);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }

        /** A full disk may take a part; half a line would spoil the next one. */
        private void append(ByteBuffer bytes) throws IOException {
            long before = file.size();
            try {
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
            } catch (IOException e) {
                file.truncate(before);
                throw e;
            }
        }

        private void rotate() throws IOException {
            if (Files.exists(path)) { // else it is set aside already, and only the new one could not be opened
                setAside();
            }
            reopen();
        }

        private void setAside() throws IOException {
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
        }

        private Path aside(int n) {
            return path.resolveSibling(path.getFileName() + "." + n);
        }

        private static FileChannel open(Path path) throws IOException {
            return FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        }
    }
}
