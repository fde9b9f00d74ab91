package fairlead.config;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * What a load balancer does with requests that come by its http rules.
 *
 * @param redirect whether all are sent to https
 * @param redirectStatus 301, 302, 307 or 308
 * @param publicHttpsPort the port a redirect names, when it is not that of the https rule
 * @param responseTimeout how long a backend may take to begin its response to a whole request
 */
public record HttpConfig(
        boolean redirect,
        int redirectStatus,
        OptionalInt publicHttpsPort,
        AcmeChallenges acmeChallenges,
        ForwardedHeaders forwardedHeaders,
        Duration responseTimeout) {

    public static final int DEFAULT_REDIRECT_STATUS = 307;
    public static final Duration DEFAULT_RESPONSE_TIMEOUT = Duration.ofSeconds(60);

    public static final HttpConfig DEFAULT = new HttpConfig(
            false,
            DEFAULT_REDIRECT_STATUS,
            OptionalInt.empty(),
            AcmeChallenges.FORWARD,
            ForwardedHeaders.X_FORWARDED,
            DEFAULT_RESPONSE_TIMEOUT);

    /** What becomes of HTTP-01 challenges. */
    public enum AcmeChallenges {
        /** The backends are asked one after another until one knows the token. */
        FORWARD,
        /** They are requests like others. */
        OFF
    }

    /** Which header fields tell a backend who its client is. */
    public enum ForwardedHeaders {
        OFF,
        /** X-Forwarded-For, -Proto, -Port and -Host. */
        X_FORWARDED,
        /** Forwarded (RFC 7239). */
        FORWARDED,
        BOTH
    }
}
