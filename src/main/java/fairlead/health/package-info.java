/** What is known of the backends: active checks, the certificates they serve, where their names point. */
@NullMarked
package fairlead.health;

import org.jspecify.annotations.NullMarked;
