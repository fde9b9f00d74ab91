package fairlead.http;

/**
 * A field line of a head (RFC 9110, section 5).
 *
 * @param name as it was sent; case does not matter
 * @param value without the spaces around it; bytes as ISO 8859-1
 */
public record Field(String name, String value) {

    boolean is(String wanted) {
        return name.equalsIgnoreCase(wanted);
    }
}
