package fairlead.http;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A response of Fairlead's own, with a small page for people.
 *
 * @param fields beside those that describe the page
 * @param page HTML
 */
public record Answer(int status, List<Field> fields, String page) {

    /** Says in a sentence what is wrong. */
    public static Answer error(int status, String sentence) {
        throw new UnsupportedOperationException();
    }

    /** Leads elsewhere. */
    public static Answer redirect(int status, String location) {
        throw new UnsupportedOperationException();
    }

    /**
     * What is sent.
     *
     * @param withPage false in answer to HEAD
     * @param connection the value of the Connection field
     */
    public byte[] bytes(boolean withPage, Optional<String> connection, Instant now) {
        throw new UnsupportedOperationException();
    }
}
