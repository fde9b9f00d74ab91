package fairlead.admin.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** What the first login needs, in place of a token: it lets one browser in, once, soon after the start. */
final class OneTimeCode {
    static final Duration VALID = Duration.ofMinutes(15);

    private final InstantSource clock;
    private final AtomicReference<Optional<Pending>> pending = new AtomicReference<>(Optional.empty());

    OneTimeCode(InstantSource clock) {
        this.clock = clock;
    }

    private record Pending(String hash, Token token, Instant until) {}

    /** A new code, which lets in like this token; one before it is void. */
    String issue(Token token) {
        String code = Secret.random();
        pending.set(Optional.of(
                new Pending(Secret.hash(code), token, clock.instant().plus(VALID))));
        return code;
    }

    /** Uses the code up. */
    Optional<Token> redeem(String code) {
        Optional<Pending> found = pending.get();
        boolean valid = found.isPresent()
                && Secret.same(found.get().hash(), Secret.hash(code))
                && clock.instant().isBefore(found.get().until());
        return valid && pending.compareAndSet(found, Optional.empty()) ? found.map(Pending::token) : Optional.empty();
    }
}
