/** Who may do what: tokens, sessions, and the guard before every route. */
@NullMarked
package fairlead.admin.access;

import org.jspecify.annotations.NullMarked;
