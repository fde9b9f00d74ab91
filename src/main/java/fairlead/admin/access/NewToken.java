package fairlead.admin.access;

/**
 * A token that was just made.
 *
 * @param secret its text, which is shown once and kept nowhere
 */
public record NewToken(Token token, String secret) {
    @Override
    public String toString() {
        return "NewToken[" + token + "]";
    }
}
