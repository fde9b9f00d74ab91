package fairlead.admin.access;

import java.util.regex.Pattern;

/** What a token may be called. */
final class TokenName {
    /** That of the one in the environment. */
    static final String ENVIRONMENT = "environment";

    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?");

    private TokenName() {}

    static boolean isValid(String name) {
        return VALID.matcher(name).matches() && !name.equals(ENVIRONMENT);
    }

    /** @throws IllegalArgumentException with a sentence for the user */
    static String check(String name) {
        if (!isValid(name)) {
            throw new IllegalArgumentException(
                    name.equals(ENVIRONMENT)
                            ? "\"environment\" is the name of the token in FAIRLEAD_ADMIN_TOKEN: choose another"
                            : "a name has 1 to 64 letters, digits, dots, hyphens and underscores, and begins and ends with a letter or digit");
        }
        return name;
    }
}
