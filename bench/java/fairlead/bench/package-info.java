/**
 * The macro benchmark: Fairlead, HAProxy and nginx before the same backends, under the same load.
 *
 * <p>{@link fairlead.bench.Bench} runs in one process and starts the others: the two {@code ends} of the connections, each
 * in a JVM of its own, an nginx that serves HTTPS, and the {@link fairlead.bench.Contestant}s. A {@link
 * fairlead.bench.Workload} says what is measured; inside one, the contestants take turns, round by round, so that what
 * disturbs the machine disturbs all of them. What a round yields is a {@link fairlead.bench.Row}, and {@link
 * fairlead.bench.Report} makes tables of these.
 */
@NullMarked
package fairlead.bench;

import org.jspecify.annotations.NullMarked;
