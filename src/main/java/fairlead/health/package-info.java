/**
 * What is known of the backends. {@link fairlead.health.Health} watches them with the parts below, which do not know of it:
 * {@code probe} looks at one backend once, {@code certificate} judges what is served, {@code dns} follows names, and
 * {@code finding} keeps what is wrong.
 */
@NullMarked
package fairlead.health;

import org.jspecify.annotations.NullMarked;
