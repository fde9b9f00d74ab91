/** What happened: how connections ended, how many and how much, and the access log. */
@NullMarked
package fairlead.stats;

import org.jspecify.annotations.NullMarked;
