/** The JSON API. */
@NullMarked
package fairlead.admin.api;

import org.jspecify.annotations.NullMarked;
