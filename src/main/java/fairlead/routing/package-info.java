/** Which load balancer serves a host name on one listener. Pure: values in, values out. */
@NullMarked
package fairlead.routing;

import org.jspecify.annotations.NullMarked;
