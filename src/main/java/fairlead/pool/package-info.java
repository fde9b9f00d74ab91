/** The live backends of each load balancer and the algorithms that choose among them. Pure: counters, no sockets; time is a parameter. */
@NullMarked
package fairlead.pool;

import org.jspecify.annotations.NullMarked;
