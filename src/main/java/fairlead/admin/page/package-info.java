/** The pages of the dashboard: for each a handler, and the records its template shows. */
@NullMarked
package fairlead.admin.page;

import org.jspecify.annotations.NullMarked;
