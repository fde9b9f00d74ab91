package fairlead.admin.store;

import java.time.Instant;

/**
 * A config that is or was in force.
 *
 * @param number counted from 1
 * @param what changed by it, in a sentence
 */
public record Revision(int number, Instant time, Author author, String what) {}
