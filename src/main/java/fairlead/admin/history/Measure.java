package fairlead.admin.history;

import java.util.Locale;

/** What is measured. */
public enum Measure {
    /** How many there are; over a longer step, the most there were. */
    OPEN_CONNECTIONS,
    /** A second. */
    NEW_CONNECTIONS,
    /** Bytes a second that clients sent, from connections that are still open too. */
    BYTES_IN,
    /** Bytes a second that clients got. */
    BYTES_OUT,
    /** Connections a second that were not served; {@link History#refusals} tells why. */
    REFUSALS,
    /** HTTP requests a second. */
    REQUESTS,
    /** Seconds that half of the connects to backends did not exceed; nothing when there were none. */
    CONNECT_P50,
    /** Seconds that 95 of 100 connects to backends did not exceed. */
    CONNECT_P95;

    /** {@code open_connections}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
