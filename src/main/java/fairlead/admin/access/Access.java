package fairlead.admin.access;

import io.javalin.http.Context;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who may come in: tokens, the sessions of browsers that have shown one, and the code for the first login.
 *
 * <p>Safe for many threads.
 */
public final class Access implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("fairlead.admin");

    private final Tokens tokens;
    private final Sessions sessions;
    private final LoginThrottle throttle;
    private final OneTimeCode oneTimeCode;
    private Optional<String> firstLogin = Optional.empty();

    Access(Tokens tokens, InstantSource clock) {
        this.tokens = tokens;
        this.sessions = new Sessions(clock);
        this.throttle = new LoginThrottle(clock);
        this.oneTimeCode = new OneTimeCode(clock);
    }

    /**
     * By the tokens beside this config and in the environment. When there are none at all, one is made, and a code for the
     * first login.
     *
     * @throws IOException with a sentence for the user
     */
    public static Access of(Path config, Map<String, String> environment) throws IOException {
        InstantSource clock = InstantSource.system();
        Optional<Token> given = EnvironmentToken.read(environment, now(clock));
        TokenFile file = TokenFile.of(config);
        if (given.isPresent() || file.exists()) {
            return new Access(new Tokens(Optional.of(file), given.stream().toList(), clock), clock);
        }
        return first(file, clock);
    }

    private static Access first(TokenFile file, InstantSource clock) throws IOException {
        Token initial = Token.made("admin", Role.ADMIN, Secret.randomToken(), now(clock));
        Access access;
        try {
            file.update(tokens -> TokenList.with(tokens, initial));
            access = new Access(new Tokens(Optional.of(file), List.of(), clock), clock);
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "{0}. Logins end with this process: make the directory writable, or set FAIRLEAD_ADMIN_TOKEN",
                    e.getMessage());
            access = inMemory(initial, clock);
        }
        access.firstLogin = Optional.of(access.oneTimeCode.issue(initial));
        return access;
    }

    private static Access inMemory(Token token, InstantSource clock) {
        try {
            return new Access(new Tokens(Optional.empty(), List.of(token), clock), clock);
        } catch (IOException e) {
            throw new AssertionError("there is no file", e);
        }
    }

    private static Instant now(InstantSource clock) {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    public Tokens tokens() {
        return tokens;
    }

    /** The path of the first login, with its code; to be shown to nobody but whoever started Fairlead. */
    public Optional<String> firstLoginPath() {
        return firstLogin.map(code -> "/login/once?code=" + code);
    }

    /** What came of an attempt to log in. */
    public sealed interface Login {
        /** They are in; this is for their cookie. */
        record Done(String session) implements Login {}

        /** It was not right. */
        record Wrong() implements Login {}

        /** They were wrong too often, and have to wait. */
        record TooOften(Duration remaining) implements Login {}
    }

    /** Begins a session for whoever has a token. */
    public Login login(String token, InetAddress client) {
        return enter(client, token, tokens.find(token));
    }

    /** Begins a session for whoever has the code of the first login. */
    public Login loginOnce(String code, InetAddress client) {
        Optional<Duration> wait = throttle.wait(client); // first: a code must not be used up in vain
        if (wait.isPresent()) {
            return new Login.TooOften(wait.get());
        }
        return enter(client, code, oneTimeCode.redeem(code).flatMap(token -> tokens.withHash(token.hash())));
    }

    /** Ends the session that this request came with. */
    public void logout(Context ctx) {
        SessionCookie.of(ctx).ifPresent(sessions::end);
        SessionCookie.remove(ctx);
    }

    private Login enter(InetAddress client, String secret, Optional<Token> token) {
        Optional<Duration> wait = throttle.wait(client);
        if (wait.isPresent()) {
            return new Login.TooOften(wait.get());
        }
        if (token.isEmpty()) {
            throttle.mistake(client, secret);
            return new Login.Wrong();
        }
        tokens.used(token.get());
        return new Login.Done(sessions.begin(token.get()));
    }

    /** Whoever shows this token; nobody when it is wrong. */
    Principal byToken(String secret) {
        Optional<Token> found = tokens.find(secret);
        found.ifPresent(tokens::used);
        return found.map(token -> new Principal(token.name(), token.role(), "")).orElse(Principal.NOBODY);
    }

    /** Whose session this is; nobody's when it is over. */
    Principal bySession(String id) {
        Optional<Sessions.Session> found = sessions.find(id);
        Optional<Token> token = found.flatMap(session -> tokens.withHash(session.tokenHash()));
        if (found.isPresent() && token.isEmpty()) {
            sessions.end(id);
        }
        token.ifPresent(tokens::used);
        return token.map(known -> new Principal(
                        known.name(), known.role(), found.orElseThrow().csrf()))
                .orElse(Principal.NOBODY);
    }

    LoginThrottle throttle() {
        return throttle;
    }

    /** Writes down when tokens were last used. */
    public void save() {
        tokens.save();
    }

    @Override
    public void close() {
        save();
    }
}
