/** What monitoring gets to read: metrics, and whether the process lives and is ready. */
@NullMarked
package fairlead.admin.metrics;

import org.jspecify.annotations.NullMarked;
