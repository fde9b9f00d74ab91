/** What happened: how connections ended, how many and how much, the access log, and the events, told to whoever asked. */
@NullMarked
package fairlead.stats;

import org.jspecify.annotations.NullMarked;
