/**
 * The two ends of the connections that a proxy relays: {@link fairlead.bench.ends.Load} opens them, {@link
 * fairlead.bench.ends.Backend} answers. Each is one thread on one selector, because they share the machine with what they
 * measure and should take little of it.
 *
 * <p>A connection begins with a ClientHello in the clear; from there on it is raw bytes. The backend skips the hello and
 * sends {@link fairlead.bench.ends.Backend#ANSWER} bytes.
 */
@NullMarked
package fairlead.bench.ends;

import org.jspecify.annotations.NullMarked;
