/** Where names point: those of backends, to find them, and those that clients ask for, to see whether they lead here. */
@NullMarked
package fairlead.health.dns;

import org.jspecify.annotations.NullMarked;
