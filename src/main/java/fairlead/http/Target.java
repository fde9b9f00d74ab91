package fairlead.http;

import java.util.Optional;

/**
 * What a request asks for (RFC 9112, section 3.2).
 *
 * @param text path and maybe a query, beginning with a slash; or an asterisk
 */
public record Target(String text) {

    public String path() {
        int query = text.indexOf('?');
        return query < 0 ? text : text.substring(0, query);
    }

    /** What follows the first question mark, if there is one. */
    public Optional<String> query() {
        int query = text.indexOf('?');
        return query < 0 ? Optional.empty() : Optional.of(text.substring(query + 1));
    }
}
