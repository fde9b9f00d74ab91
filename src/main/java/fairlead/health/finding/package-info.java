/** What is wrong or risky at the moment, and since when, also across restarts. */
@NullMarked
package fairlead.health.finding;

import org.jspecify.annotations.NullMarked;
