/** The packaged jar, run as its users run it. */
@NullMarked
package fairlead.it;

import org.jspecify.annotations.NullMarked;
