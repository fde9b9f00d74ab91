/** What was going on in the last minutes and hours: samples of the engine's counters, kept in memory. */
@NullMarked
package fairlead.admin.history;

import org.jspecify.annotations.NullMarked;
