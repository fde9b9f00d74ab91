/** Which certificates the backends serve, and what is wrong with them. */
@NullMarked
package fairlead.health.certificate;

import org.jspecify.annotations.NullMarked;
