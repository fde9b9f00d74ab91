package fairlead.bench;

import java.util.List;

/**
 * Health checks, once a second for each of several backends.
 *
 * @param ports of the backends, on 127.0.0.1
 */
record Checks(Kind kind, List<Integer> ports) {
    /** How far a check goes. */
    enum Kind {
        /** Connect. */
        TCP,
        /** Connect and shake hands. */
        TLS,
        /** Connect, shake hands, and ask for a page. */
        HTTPS
    }
}
