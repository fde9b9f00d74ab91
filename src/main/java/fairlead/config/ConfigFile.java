package fairlead.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The config file: its text becomes a {@link Config}, or the list of all its problems. */
public final class ConfigFile {

    /** So many bytes, or characters. */
    public static final int LARGEST = 16 << 20;

    private ConfigFile() {}

    /** What became of a text: a config to run, or all that must be mended first. */
    public sealed interface Result {

        /**
         * The text is in order.
         *
         * @param text as it was read
         */
        record Valid(Config config, String text) implements Result {}

        /** The text is not in order; the problems, at least one, stand in the order of their places. */
        record Invalid(List<Problem> problems) implements Result {

            public Invalid {
                problems = List.copyOf(problems);
            }

            private static Invalid because(String message) {
                return new Invalid(List.of(new Problem("", message)));
            }
        }
    }

    /** Reads a file in UTF-8. One that cannot be read is a problem as well. */
    public static Result load(Path file) {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(LARGEST + 1);
        } catch (NoSuchFileException e) {
            return Result.Invalid.because("there is no file " + file);
        } catch (AccessDeniedException e) {
            return Result.Invalid.because("the user Fairlead runs as may not read " + file);
        } catch (IOException e) {
            return Result.Invalid.because("%s cannot be read: %s".formatted(file, e.getMessage()));
        }
        if (bytes.length > LARGEST) {
            return tooLarge();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        if (decoder.decode(in, out, true).isError()) {
            long line = 1 + out.flip().chars().filter(c -> c == '\n').count();
            return Result.Invalid.because("line %d: not UTF-8: save the file in this encoding".formatted(line));
        }
        return parse(out.flip().toString());
    }

    /** Reads a text; never throws, whatever it holds. */
    public static Result parse(String json) {
        if (json.length() > LARGEST) {
            return tooLarge();
        }
        String text =
                json.startsWith("\ufeff") ? json.substring(1) : json; // a mark that some editors put (RFC 8259, 8.1)
        Problems problems = new Problems();
        Optional<JsonNode> tree = JsonText.parse(text, problems);
        if (tree.isEmpty()) {
            return new Result.Invalid(problems.inOrderFound());
        }
        JsonNode root = tree.get();
        Optional<Config> config = JsonObject.read(root, "", problems, new ConfigReader(problems)::read);
        return config.isPresent() && problems.isEmpty()
                ? new Result.Valid(config.get(), json)
                : new Result.Invalid(problems.inFileOrder(root));
    }

    private static Result tooLarge() {
        return Result.Invalid.because("the file is larger than %d MiB".formatted(LARGEST >> 20));
    }
}
