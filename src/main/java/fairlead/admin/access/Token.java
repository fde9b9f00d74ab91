package fairlead.admin.access;

import java.time.Instant;
import java.util.Optional;

/**
 * What is kept of a token.
 *
 * @param hash of its text, which nobody keeps
 * @param origin where it is written down
 */
public record Token(String name, Role role, String hash, Instant created, Optional<Instant> lastUsed, Origin origin) {

    /** Where tokens come from. */
    public enum Origin {
        /** Of the file beside the config: can be revoked. */
        FILE,
        /** Of the process's environment: there for as long as it runs. */
        ENVIRONMENT
    }

    static Token made(String name, Role role, String secret, Instant now) {
        return new Token(name, role, Secret.hash(secret), now, Optional.empty(), Origin.FILE);
    }

    Token usedAt(Optional<Instant> time) {
        return new Token(name, role, hash, created, time, origin);
    }
}
