package fairlead.health.finding;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Something wrong or risky that Fairlead noticed.
 *
 * @param loadBalancer the load balancer it is about
 * @param backend the backend it is about; empty when it is about several, or about none
 * @param host the host it is about, or the first of several
 * @param text one sentence without a full stop: what is wrong, and what to do
 */
public record Finding(
        Kind kind,
        Severity severity,
        Optional<String> loadBalancer,
        Optional<String> backend,
        Optional<String> host,
        String text,
        Instant firstSeen) {

    /** What is wrong. */
    public enum Kind {
        CERTIFICATES_DIFFER,
        CERTIFICATE_EXPIRES,
        CERTIFICATE_EXPIRED,
        CERTIFICATE_NOT_YET_VALID,
        HOST_NOT_COVERED,
        CHAIN_INCOMPLETE,
        SELF_SIGNED,
        OLD_TLS,
        COALESCING,
        HOST_UNRESOLVED,
        HOST_ELSEWHERE;

        /** The word by which it is known outside: {@code certificates_differ}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How bad it is, the worst first. */
    public enum Severity {
        /** Clients fail, or will within a day. */
        CRITICAL,
        /** Some clients fail, or will within days. */
        WARNING,
        /** Worth knowing. */
        NOTICE;

        /** The word by which it is known outside: {@code critical}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean isWorseThan(Severity other) {
            return compareTo(other) < 0;
        }
    }

    /** What makes a finding the same one as before; text and severity may change. */
    public record Key(Kind kind, Optional<String> loadBalancer, Optional<String> backend, Optional<String> host) {}

    /** A finding as of now, by somebody who does not know since when it stands. */
    public record Draft(Key key, Severity severity, String text) {
        Finding since(Instant firstSeen) {
            return new Finding(key.kind, severity, key.loadBalancer, key.backend, key.host, text, firstSeen);
        }
    }

    Key key() {
        return new Key(kind, loadBalancer, backend, host);
    }
}
