package fairlead.it;

import java.time.Instant;
import java.util.List;

/** What a line of the access log says, in its text format. */
record AccessLine(Instant accepted, String host, String backend, String outcome) {

    /** The lines that are whole. */
    static List<AccessLine> of(String log) {
        return log.substring(0, log.lastIndexOf('\n') + 1)
                .lines()
                .map(AccessLine::parse)
                .toList();
    }

    private static AccessLine parse(String line) {
        String[] fields = line.split(" ", 7);
        return new AccessLine(Instant.parse(fields[0]), fields[3], fields[4], fields[5]);
    }
}
