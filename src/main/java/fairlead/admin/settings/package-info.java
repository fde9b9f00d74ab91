/** The settings of a load balancer as forms: which fields there are, and how their text becomes JSON. */
@NullMarked
package fairlead.admin.settings;

import org.jspecify.annotations.NullMarked;
