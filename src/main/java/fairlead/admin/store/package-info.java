/** The config file while it is being used: who changes it, how a change becomes durable, and what it was before. */
@NullMarked
package fairlead.admin.store;

import org.jspecify.annotations.NullMarked;
