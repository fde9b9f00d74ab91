package fairlead.proxy;

/**
 * Connections that are open, and what they have moved that is not in the {@link fairlead.stats.Counters} yet. Added to
 * those read before, it never counts a byte twice; one may be missing for the moment in which its connection ends.
 *
 * @param bytesIn read from clients
 * @param bytesOut written to clients
 */
public record OpenTraffic(int connections, long bytesIn, long bytesOut) {

    public static final OpenTraffic NONE = new OpenTraffic(0, 0, 0);

    OpenTraffic plus(OpenTraffic other) {
        return new OpenTraffic(connections + other.connections, bytesIn + other.bytesIn, bytesOut + other.bytesOut);
    }
}
