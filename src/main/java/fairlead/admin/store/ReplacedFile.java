package fairlead.admin.store;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A file that is never written into but replaced as a whole: a crash at any time leaves the old text or the new one, and what
 * {@link #replace} has returned from outlives a power cut. What replaces it is written beside it, as {@code <name>.next}.
 *
 * <p>For one thread at a time.
 */
final class ReplacedFile {
    private static final System.Logger LOG = System.getLogger("fairlead.admin");
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final Set<PosixFilePermission> FOR_THE_GROUP = EnumSet.of(
            PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_WRITE, PosixFilePermission.GROUP_EXECUTE);

    private final Path file;

    /** At this path; where that is a symbolic link, the file it leads to is replaced, and not the link. */
    ReplacedFile(Path file) {
        this.file = file.toAbsolutePath();
    }

    /** Whether it holds this text, to the byte. */
    boolean holds(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(bytes.length + 1), bytes);
        } catch (IOException e) {
            return false;
        }
    }

    boolean exists() {
        return Files.exists(file);
    }

    /** Removes what a crash may have left of a replacement. */
    void tidy() throws IOException {
        Files.deleteIfExists(draft(target()));
    }

    /**
     * Makes this its text, for good. Keeps its permissions, and owner and group as far as that is permitted; a new file is
     * its owner's alone.
     *
     * @throws IOException with a sentence for the user
     */
    void replace(String text) throws IOException {
        Path target = file;
        try {
            target = target();
            replace(target, text);
        } catch (IOException e) {
            throw new IOException(sentence(target, e), e);
        }
    }

    private static void replace(Path target, String text) throws IOException {
        Path draft = draft(target);
        try (FileChannel directory = FileChannel.open(target.resolveSibling("."), StandardOpenOption.READ)) {
            Files.deleteIfExists(draft);
            write(draft, text);
            if (Files.exists(target)) {
                treatAlike(target, draft);
            }
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
            force(directory, target);
        } catch (IOException e) {
            Files.deleteIfExists(draft);
            throw e;
        }
    }

    /** From the rename on the text is the file's, so that a failure may not be told as one of the whole. */
    private static void force(FileChannel directory, Path target) {
        try {
            directory.force(true);
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "{0} is replaced, but may be the former one again after a power cut: its directory cannot be synchronized ({1})",
                    target,
                    e.getMessage());
        }
    }

    private static void write(Path draft, String text) throws IOException {
        try (FileChannel out =
                FileChannel.open(draft, EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), PRIVATE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
    }

    /** Permissions of a group that cannot be kept are not handed to another one. */
    private static void treatAlike(Path former, Path draft) throws IOException {
        PosixFileAttributes was = Files.readAttributes(former, PosixFileAttributes.class);
        PosixFileAttributeView view = Files.getFileAttributeView(draft, PosixFileAttributeView.class);
        PosixFileAttributes is = view.readAttributes();
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        permissions.addAll(was.permissions());
        if (!is.group().equals(was.group()) && !isPermitted(() -> view.setGroup(was.group()))) {
            permissions.removeAll(FOR_THE_GROUP);
        }
        view.setPermissions(permissions);
        if (!is.owner().equals(was.owner())) {
            boolean unused = isPermitted(() -> view.setOwner(was.owner()));
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private static boolean isPermitted(Step step) {
        try {
            step.run();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private Path target() throws IOException {
        return Files.isSymbolicLink(file) ? file.toRealPath() : file;
    }

    private static Path draft(Path target) {
        return target.resolveSibling(target.getFileName() + ".next");
    }

    static String sentence(Path target, IOException e) {
        Path directory = target.resolveSibling(".").normalize();
        String reason = Optional.of(e)
                .filter(FileSystemException.class::isInstance)
                .map(failure -> ((FileSystemException) failure).getReason())
                .orElse(e instanceof AccessDeniedException ? "Permission denied" : String.valueOf(e.getMessage()));
        return switch (reason) {
            case "Permission denied" ->
                "%s cannot be replaced: let the user Fairlead runs as write in the directory %s"
                        .formatted(target, directory);
            case "Read-only file system" ->
                "%s cannot be replaced, as it is on a read-only file system: mount the directory %s writable"
                        .formatted(target, directory);
            case "Device or resource busy" ->
                "%s cannot be replaced, as the file itself is a mount: mount the directory it is in instead"
                        .formatted(target);
            case "No space left on device" -> "%s cannot be written: the disk is full".formatted(target);
            default -> "%s cannot be written: %s".formatted(target, reason);
        };
    }
}
