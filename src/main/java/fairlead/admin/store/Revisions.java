package fairlead.admin.store;

import fairlead.config.ConfigFile;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The configs that were in force, in a directory beside the config file: {@code 000041.json} has the text of one to the
 * byte, {@code 000041.about} says whose it was and what it changed.
 *
 * <p>They are a help, and no condition: what cannot be kept or read is logged, and the change that it belongs to stands.
 *
 * <p>One thread at a time may add; many may read.
 */
final class Revisions {
    static final int MOST = 100;

    private static final System.Logger LOG = System.getLogger("fairlead.admin");
    private static final long MOST_BYTES = 32 << 20;
    private static final Pattern TEXT_FILE = Pattern.compile("(\\d{6,9})\\.json");

    private final Path directory;
    private final long mostBytes;
    private volatile List<Kept> kept = List.of(); // the newest first

    private record Kept(Revision revision, long bytes) {}

    /** Those that are in this directory already, and those that come. */
    Revisions(Path directory) {
        this(directory, MOST_BYTES);
    }

    /** With so many bytes of texts at the most. */
    Revisions(Path directory, long mostBytes) {
        this.directory = directory;
        this.mostBytes = mostBytes;
        try {
            kept = read();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the revisions in {0} cannot be read: {1}", directory, e.toString());
        }
    }

    /** The newest first. */
    List<Revision> all() {
        return kept.stream().map(Kept::revision).toList();
    }

    /** The text that was the config's, to the byte. */
    Optional<String> text(int number) {
        return kept.stream().anyMatch(one -> one.revision().number() == number)
                ? read(textFile(number), ConfigFile.LARGEST)
                : Optional.empty();
    }

    Optional<String> newestText() {
        return kept.stream()
                .findFirst()
                .flatMap(newest -> text(newest.revision().number()));
    }

    /** What a revision changed; empty when the one before it is not there any more. */
    Optional<Diff> diff(int number) {
        return kept.stream()
                .map(one -> one.revision().number())
                .filter(other -> other < number)
                .findFirst()
                .flatMap(this::text)
                .flatMap(Document::tree)
                .flatMap(before -> text(number).flatMap(Document::tree).map(after -> Diff.of(before, after)));
    }

    /** One more, and its number; empty when it could not be kept. Removes what is too old then. */
    OptionalInt add(Author author, Instant time, String what, String text) {
        int number = 1
                + kept.stream()
                        .findFirst()
                        .map(newest -> newest.revision().number())
                        .orElse(0);
        Revision revision = new Revision(number, time, author, what);
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectory(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            new ReplacedFile(aboutFile(number)).replace(RevisionText.of(revision));
            new ReplacedFile(textFile(number)).replace(text);
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "the config that is in force now is not kept as a revision in {0}: {1}",
                    directory,
                    String.valueOf(e.getMessage()));
            return OptionalInt.empty();
        }
        List<Kept> all = new ArrayList<>(kept);
        all.addFirst(new Kept(revision, text.length()));
        kept = withinLimits(all);
        return OptionalInt.of(number);
    }

    private List<Kept> read() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return withinLimits(files.flatMap(file -> number(file).stream())
                    .sorted(Comparator.reverseOrder())
                    .map(this::kept)
                    .toList());
        }
    }

    private Kept kept(int number) {
        Path file = textFile(number);
        Revision revision = read(aboutFile(number), RevisionText.LARGEST)
                .flatMap(text -> RevisionText.parse(number, text))
                .orElseGet(() -> new Revision(number, lastModified(file), Author.UNKNOWN, ""));
        return new Kept(revision, file.toFile().length());
    }

    private static Instant lastModified(Path file) {
        return Instant.ofEpochMilli(file.toFile().lastModified());
    }

    /** The newest of them that are not too many nor too large, and at least one; the files of the others are removed. */
    private List<Kept> withinLimits(List<Kept> all) {
        List<Kept> within = new ArrayList<>();
        long bytes = 0;
        for (Kept one : all) {
            bytes += one.bytes();
            if (within.isEmpty() || (within.size() < MOST && bytes <= mostBytes)) {
                within.add(one);
            } else {
                remove(one.revision().number());
            }
        }
        return List.copyOf(within);
    }

    private void remove(int number) {
        try {
            Files.deleteIfExists(textFile(number));
            Files.deleteIfExists(aboutFile(number));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "an old revision cannot be removed: {0}", e.toString());
        }
    }

    private static Optional<Integer> number(Path file) {
        return Optional.of(TEXT_FILE.matcher(file.getFileName().toString()))
                .filter(Matcher::matches)
                .map(match -> Integer.valueOf(match.group(1)));
    }

    private Path textFile(int number) {
        return directory.resolve("%06d.json".formatted(number));
    }

    private Path aboutFile(int number) {
        return directory.resolve("%06d.about".formatted(number));
    }

    private static Optional<String> read(Path file, int largest) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(largest + 1);
            return bytes.length > largest ? Optional.empty() : Optional.of(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
