/** The commands, and the only place that wires things together. */
@NullMarked
package fairlead.cli;

import org.jspecify.annotations.NullMarked;
