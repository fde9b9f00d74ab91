package fairlead.tls;

import fairlead.tls.ClientHelloParser.Reason;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a name in a server_name extension must look like (RFC 6066, section 3): a host name in ASCII. Underscores are let
 * through, because hosts with them exist and browsers ask for them.
 */
public final class ServerName {

    private static final int MAX_NAME = 253;
    private static final int MAX_LABEL = 63;

    private ServerName() {}

    /** What is wrong with the name, or null. */
    public static @Nullable Reason problem(String name) {
        if (name.indexOf(':') >= 0) {
            return Reason.ADDRESS_AS_SERVER_NAME;
        }
        int end = withoutTrailingDot(name);
        if (end > MAX_NAME) {
            return Reason.BAD_SERVER_NAME;
        }
        int label = 0;
        boolean digits = true;
        for (int i = 0; i < end; i++) {
            char c = name.charAt(i);
            if (c == '.') {
                if (!isLabelLength(i - label)) {
                    return Reason.BAD_SERVER_NAME;
                }
                label = i + 1;
                digits = true;
            } else if (isAllowed(c)) {
                digits &= isDigit(c);
            } else {
                return Reason.BAD_SERVER_NAME;
            }
        }
        if (!isLabelLength(end - label)) {
            return Reason.BAD_SERVER_NAME;
        }
        // no top-level domain is a number, so a name that ends in one is an IPv4 address or the attempt at one
        return digits ? Reason.ADDRESS_AS_SERVER_NAME : null;
    }

    /** The form that hosts are compared in: lower case, one trailing dot dropped. */
    public static String normal(String name) {
        return name.substring(0, withoutTrailingDot(name)).toLowerCase(Locale.ROOT);
    }

    private static int withoutTrailingDot(String name) {
        return name.endsWith(".") ? name.length() - 1 : name.length();
    }

    private static boolean isLabelLength(int length) {
        return length >= 1 && length <= MAX_LABEL;
    }

    private static boolean isAllowed(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
