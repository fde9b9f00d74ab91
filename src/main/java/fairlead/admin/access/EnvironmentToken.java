package fairlead.admin.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The token that containers and scripts set. */
final class EnvironmentToken {
    static final String TEXT = "FAIRLEAD_ADMIN_TOKEN";
    static final String FILE = "FAIRLEAD_ADMIN_TOKEN_FILE";
    static final int SHORTEST = 20; // characters

    private EnvironmentToken() {}

    /** @throws IOException with a sentence for the user when one is set, and cannot be used */
    static Optional<Token> read(Map<String, String> environment, Instant now) throws IOException {
        String text = environment.getOrDefault(TEXT, "");
        String file = environment.getOrDefault(FILE, "");
        if (!text.isEmpty() && !file.isEmpty()) {
            throw new IOException("both %s and %s are set: choose one".formatted(TEXT, FILE));
        }
        if (text.isEmpty() && file.isEmpty()) {
            return Optional.empty();
        }
        String place = text.isEmpty() ? FILE : TEXT;
        String secret = (text.isEmpty() ? content(file) : text).strip();
        if (secret.length() < SHORTEST || !secret.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IOException(
                    "the token in %s must have at least %d characters, ASCII without spaces: \"openssl rand -hex 32\" makes a good one"
                            .formatted(place, SHORTEST));
        }
        return Optional.of(new Token(
                TokenName.ENVIRONMENT,
                Role.ADMIN,
                Secret.hash(secret),
                now,
                Optional.empty(),
                Token.Origin.ENVIRONMENT));
    }

    private static String content(String file) throws IOException {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException | InvalidPathException e) {
            throw new IOException("%s names %s, which cannot be read".formatted(FILE, file), e);
        }
    }
}
