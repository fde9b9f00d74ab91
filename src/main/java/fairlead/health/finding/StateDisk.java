package fairlead.health.finding;

import fairlead.health.finding.StateText.Times;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;

/** A state file on the disk. What is wrong with it is logged, and never a reason not to go on. */
final class StateDisk {
    static final int LARGEST = 4 << 20; // bytes

    private static final System.Logger LOG = System.getLogger("fairlead");

    private StateDisk() {}

    /** What the file remembers; empty when it must not be written either, as it is somebody else's. */
    static Optional<Map<Finding.Key, Times>> load(Path path) {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(path)) {
            bytes = in.readNBytes(LARGEST + 1);
        } catch (NoSuchFileException e) {
            return Optional.of(Map.of());
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the state file {0} cannot be read: {1}", path, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
        String text = new String(bytes, StandardCharsets.US_ASCII);
        if (!text.isEmpty() && !text.startsWith(StateText.FIRST_LINE + '\n')) {
            LOG.log(
                    Level.WARNING,
                    "{0} is not a state file of Fairlead and is left alone: name another file in state_file",
                    path);
            return Optional.empty();
        }
        Optional<Map<Finding.Key, Times>> found = bytes.length > LARGEST ? Optional.empty() : StateText.parse(text);
        if (found.isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    "the state file {0} is damaged and will be written anew: since when findings stand is not known",
                    path);
        }
        return Optional.of(found.orElse(Map.of()));
    }

    /** Puts the text in place of the file at one stroke: a crash leaves the old one or the new one. */
    static void write(Path path, String text) throws IOException {
        Path draft = path.resolveSibling(path.getFileName() + ".new");
        try (FileChannel file = FileChannel.open(
                draft, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text);
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(true);
        }
        Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
