/** The dashboard and the API: see and change what the engine does. */
@NullMarked
package fairlead.admin;

import org.jspecify.annotations.NullMarked;
