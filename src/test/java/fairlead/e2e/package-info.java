/** Real clients and real servers with Fairlead between them. */
@NullMarked
package fairlead.e2e;

import org.jspecify.annotations.NullMarked;
