package fairlead.config;

import java.time.Duration;
import java.util.Optional;

/**
 * How a client is kept on one backend.
 *
 * @param cookieName of type cookies, like the others
 * @param cookieTtl how long a client that stays away is remembered
 * @param cookieSecret what cookies are signed with; empty for a secret of the process, new at each start
 */
public record StickySessionsConfig(Type type, String cookieName, Duration cookieTtl, Optional<String> cookieSecret) {

    public static final String DEFAULT_COOKIE_NAME = "FLB";
    public static final Duration DEFAULT_COOKIE_TTL = Duration.ofMinutes(5);
    public static final StickySessionsConfig NONE = of(Type.NONE);

    /** By what a returning client is known. Cookies cannot be seen through passthrough: they are for http rules. */
    public enum Type {
        NONE,
        SOURCE_IP,
        COOKIES
    }

    /** Of this type, and otherwise with the defaults. */
    public static StickySessionsConfig of(Type type) {
        return new StickySessionsConfig(type, DEFAULT_COOKIE_NAME, DEFAULT_COOKIE_TTL, Optional.empty());
    }
}
