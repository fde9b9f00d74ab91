package fairlead.admin.page;

/**
 * What the page of tokens shows beside them.
 *
 * @param name as it was typed, when there was something wrong with it
 * @param error what that was, or empty
 * @param made the name of the token that was made just now, or empty
 * @param secret its text
 */
public record TokensView(String name, String role, String error, String made, String secret) {

    static final TokensView EMPTY = new TokensView("", "read", "", "", "");
}
