package fairlead.pool;

import java.net.InetAddress;
import java.util.List;

/** An algorithm: picks one of some members, all of which may be used. Safe for many threads. */
sealed interface Balancing permits RoundRobin, LeastConnections, RandomTwoChoices, SourceIp {

    /**
     * The best of the members for this client.
     *
     * @param members at least one, in the order of the pool
     */
    Member pick(List<Member> members, InetAddress client);

    /** One that picks what this one would pick next; its picks are not noticed here. */
    Balancing copy();
}
