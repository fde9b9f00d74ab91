package fairlead.admin.history;

import java.time.Instant;
import java.util.OptionalDouble;

/**
 * One point of a graph.
 *
 * @param at the end of the step that it tells of
 * @param value empty when nothing is known of that time
 */
public record Point(Instant at, OptionalDouble value) {}
