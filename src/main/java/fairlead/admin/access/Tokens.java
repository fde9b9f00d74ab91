package fairlead.admin.access;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * The tokens of a running server: those of the file, which it reads again when somebody has replaced it, and the one of
 * the environment.
 *
 * <p>Safe for many threads. The lock is held while the file is read or replaced, once a second at most unless tokens are
 * made or revoked.
 */
public final class Tokens {
    private static final System.Logger LOG = System.getLogger("fairlead.admin");
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final Optional<TokenFile> file;
    private final List<Token> fixed;
    private final InstantSource clock;
    private final Map<String, Instant> used = new ConcurrentHashMap<>(); // by hash; what the file does not know yet
    private final ReentrantLock reading = new ReentrantLock();

    private volatile List<Token> written = List.of();
    private volatile Instant looked;
    private Optional<Object> stamp = Optional.empty();

    /**
     * Those of this file, if there is one.
     *
     * @param fixed tokens that no file has
     * @throws IOException with a sentence for the user when the file is there and cannot be read
     */
    Tokens(Optional<TokenFile> file, List<Token> fixed, InstantSource clock) throws IOException {
        this.file = file;
        this.fixed = List.copyOf(fixed);
        this.clock = clock;
        this.looked = clock.instant();
        if (file.isPresent()) {
            stamp = file.get().stamp();
            written = file.get().read();
        }
    }

    /** Every token, with its last use. */
    public List<Token> all() {
        lookAgain();
        return Stream.concat(written.stream(), fixed.stream())
                .map(token ->
                        token.usedAt(Optional.ofNullable(used.get(token.hash())).or(token::lastUsed)))
                .toList();
    }

    /** The token of this text. Compares with all of them, so that the time tells nothing. */
    Optional<Token> find(String secret) {
        return withHash(Secret.hash(secret));
    }

    /** The token with this hash, for as long as it is not revoked. */
    Optional<Token> withHash(String hash) {
        lookAgain();
        return Stream.concat(written.stream(), fixed.stream())
                .filter(token -> Secret.same(token.hash(), hash))
                .reduce((one, same) -> one);
    }

    void used(Token token) {
        used.put(token.hash(), clock.instant().truncatedTo(ChronoUnit.SECONDS));
    }

    /**
     * Makes one.
     *
     * @throws IllegalArgumentException with a sentence for the user when there can be none of this name
     * @throws IOException with a sentence for the user when it cannot be written
     */
    public NewToken create(String name, Role role) throws IOException {
        String secret = Secret.randomToken();
        Token token = Token.made(name, role, secret, clock.instant().truncatedTo(ChronoUnit.SECONDS));
        reading.lock();
        try {
            written = ownFile().update(tokens -> TokenList.with(tokens, token));
            stamp = ownFile().stamp();
        } finally {
            reading.unlock();
        }
        return new NewToken(token, secret);
    }

    /**
     * Ends one, and every session that began with it.
     *
     * @throws IllegalArgumentException with a sentence for the user when it cannot be ended
     * @throws IOException with a sentence for the user when that cannot be written
     */
    public void revoke(String name) throws IOException {
        if (fixed.stream().anyMatch(token -> token.name().equals(name))) {
            throw new IllegalArgumentException(
                    "this token is set in Fairlead's environment: remove it there and start again");
        }
        reading.lock();
        try {
            written = ownFile().update(tokens -> TokenList.without(tokens, name));
            stamp = ownFile().stamp();
        } finally {
            reading.unlock();
        }
    }

    /** Writes when tokens were last used; a failure is logged, for nobody waits for this. */
    void save() {
        Map<String, Instant> news = Map.copyOf(used);
        if (file.isEmpty() || written.stream().noneMatch(token -> news.containsKey(token.hash()))) {
            return;
        }
        reading.lock();
        try {
            written = file.get()
                    .update(tokens -> tokens.stream()
                            .map(token -> token.usedAt(
                                    Optional.ofNullable(news.get(token.hash())).or(token::lastUsed)))
                            .toList());
            stamp = file.get().stamp();
            written.forEach(token -> token.lastUsed().ifPresent(time -> used.remove(token.hash(), time)));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "when tokens were last used is not written: {0}", e.getMessage());
        } finally {
            reading.unlock();
        }
    }

    private TokenFile ownFile() throws IOException {
        return file.orElseThrow(() -> new IOException("this server keeps no file of tokens"));
    }

    private void lookAgain() {
        Instant now = clock.instant();
        if (file.isEmpty() || now.isBefore(looked.plus(LOOK_EVERY)) || !reading.tryLock()) {
            return; // another thread is at it
        }
        try {
            looked = now;
            Optional<Object> found = file.get().stamp();
            if (!found.equals(stamp)) {
                stamp = found;
                written = file.get().read();
            }
        } catch (IOException e) {
            LOG.log(Level.ERROR, "the tokens known so far stay in force: {0}", e.getMessage());
        } finally {
            reading.unlock();
        }
    }
}
