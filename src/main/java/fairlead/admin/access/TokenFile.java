package fairlead.admin.access;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/**
 * The file with the tokens, beside the config. The running server and {@code fairlead token} both change it: a lock on a
 * file of its own lets one of them at a time read, change and replace it.
 *
 * <p>Safe for many threads and several processes.
 */
public final class TokenFile {
    private static final System.Logger LOG = System.getLogger("fairlead.admin");
    private static final int LARGEST = 1 << 20; // bytes
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path path;
    private final ReentrantLock updating = new ReentrantLock(); // a FileLock is held by a process, not by a thread

    TokenFile(Path path) {
        this.path = path;
    }

    /** The one that belongs to a config: {@code fairlead.tokens.json} to {@code fairlead.json}. */
    public static TokenFile of(Path config) {
        String name = String.valueOf(config.toAbsolutePath().getFileName());
        String base = name.endsWith(".json") ? name.substring(0, name.length() - ".json".length()) : name;
        return new TokenFile(config.toAbsolutePath().resolveSibling(base + ".tokens.json"));
    }

    public Path path() {
        return path;
    }

    public boolean exists() {
        return Files.exists(path);
    }

    /**
     * All tokens; none when there is no file.
     *
     * @throws IOException with a sentence for the user when it cannot be read, or makes no sense
     */
    public List<Token> read() throws IOException {
        byte[] bytes;
        try (var in = Files.newInputStream(path)) {
            bytes = in.readNBytes(LARGEST + 1);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (AccessDeniedException e) {
            throw new IOException("the user Fairlead runs as may not read " + path, e);
        } catch (IOException e) {
            throw new IOException("%s cannot be read: %s".formatted(path, e.getMessage()), e);
        }
        try {
            return TokenJson.read(new String(bytes, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "%s does not hold tokens as Fairlead writes them (%s): restore it, or remove it and make new ones with \"fairlead token\""
                            .formatted(path, e.getMessage()),
                    e);
        }
    }

    /**
     * Replaces the tokens by what the edit makes of them, durably. A file that cannot be read is left alone.
     *
     * @throws IOException with a sentence for the user
     */
    List<Token> update(UnaryOperator<List<Token>> edit) throws IOException {
        updating.lock();
        try (FileChannel lock = open(
                        sibling(".lock"),
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
                FileLock held = lock.lock()) {
            List<Token> tokens = List.copyOf(edit.apply(read()));
            replace(TokenJson.write(tokens));
            return held.isValid() ? tokens : read();
        } finally {
            updating.unlock();
        }
    }

    /**
     * Makes a token.
     *
     * @param name a free one when it is absent
     * @return its text
     * @throws IllegalArgumentException with a sentence for the user when there can be none of this name
     * @throws IOException with a sentence for the user
     */
    public String make(Optional<String> name, Role role) throws IOException {
        String secret = Secret.randomToken();
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        update(tokens -> TokenList.with(
                tokens, Token.made(name.orElseGet(() -> TokenList.freeName(tokens, role)), role, secret, now)));
        return secret;
    }

    /**
     * Ends a token.
     *
     * @throws IllegalArgumentException with a sentence for the user when there is none of this name
     * @throws IOException with a sentence for the user
     */
    public void revoke(String name) throws IOException {
        update(tokens -> TokenList.without(tokens, name));
    }

    /** Changes whenever the file is replaced. */
    Optional<Object> stamp() {
        try {
            BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
            return Optional.of(List.of(String.valueOf(file.fileKey()), file.lastModifiedTime(), file.size()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void replace(String text) throws IOException {
        Path next = sibling(".next");
        try {
            Files.deleteIfExists(next);
            try (FileChannel out = open(next, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
                ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel directory = FileChannel.open(directory(), StandardOpenOption.READ)) {
                directory.force(true);
            }
        } catch (FileSystemException e) {
            throw cannotWrite(e);
        }
    }

    private FileChannel open(Path file, Set<? extends OpenOption> options) throws IOException {
        try {
            FileChannel channel = FileChannel.open(file, options, OWNER_ONLY);
            keepOwner(file);
            return channel;
        } catch (FileSystemException e) {
            throw cannotWrite(e);
        }
    }

    /**
     * What root makes on the command line has to be the server's: that of the file before, or of its directory. Follows no
     * link, for whoever owns the directory could let one lead to a file of root's.
     */
    private void keepOwner(Path made) throws IOException {
        UserPrincipal owner = Files.getOwner(exists() ? path : directory());
        FileOwnerAttributeView view =
                Files.getFileAttributeView(made, FileOwnerAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (!owner.equals(view.getOwner())) {
            try {
                view.setOwner(owner);
            } catch (FileSystemException e) {
                LOG.log(Level.DEBUG, "only root may give a file away", e);
            }
        }
    }

    private IOException cannotWrite(FileSystemException e) {
        String why = e instanceof AccessDeniedException || e.getReason() == null
                ? "the user Fairlead runs as may not write there"
                : e.getReason();
        return new IOException("%s cannot be written: %s".formatted(path, why), e);
    }

    private Path directory() {
        Path parent = path.getParent();
        return parent == null ? Path.of("") : parent;
    }

    private Path sibling(String ending) {
        return path.resolveSibling(path.getFileName() + ending);
    }
}
