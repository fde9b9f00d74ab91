package fairlead.http;

import java.util.Locale;
import java.util.Optional;

/** What may stand for a host in a URI (RFC 3986, section 3.2.2), as far as it can be one in the DNS or an address. */
final class HostText {

    private static final int MOST_IN_NAME = 253;
    private static final int MOST_IN_LABEL = 63;
    private static final int GROUPS = 8;

    private HostText() {}

    /** The form that hosts are compared in, or empty. */
    static Optional<String> normal(String text) {
        if (text.startsWith("[")) {
            boolean valid = text.endsWith("]") && isIpv6(text.substring(1, text.length() - 1));
            return valid ? Optional.of(text.toLowerCase(Locale.ROOT)) : Optional.empty();
        }
        if (isIpv4(text)) {
            return Optional.of(text);
        }
        String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        return isName(name) ? Optional.of(name.toLowerCase(Locale.ROOT)) : Optional.empty();
    }

    private static boolean isName(String name) {
        if (name.length() > MOST_IN_NAME) {
            return false;
        }
        int label = 0;
        boolean digits = true;
        for (int i = 0; i <= name.length(); i++) {
            if (i == name.length() || name.charAt(i) == '.') {
                if (i == label || i - label > MOST_IN_LABEL) {
                    return false;
                }
                if (i < name.length()) {
                    label = i + 1;
                    digits = true;
                }
            } else if (isAllowed(name.charAt(i))) {
                digits &= Octets.isDigit(name.charAt(i));
            } else {
                return false;
            }
        }
        return !digits; // no top-level domain is a number, so this would be an odd spelling of an IPv4 address
    }

    private static boolean isAllowed(char c) {
        return Octets.isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
    }

    private static boolean isIpv4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return false;
        }
        for (String part : parts) {
            boolean leadingZero = part.length() > 1 && part.charAt(0) == '0';
            long value = Octets.decimal(part, 3);
            if (leadingZero || value < 0 || value > 255) {
                return false;
            }
        }
        return true;
    }

    /** The forms of RFC 4291, section 2.2; zones are for one machine only (RFC 6874, section 4). */
    private static boolean isIpv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text, true) == GROUPS;
        }
        int before = groups(text.substring(0, gap), false);
        int after = groups(text.substring(gap + 2), true);
        return before >= 0 && after >= 0 && before + after < GROUPS;
    }

    /** How many groups of hex digits these are, an IPv4 address at the end counting as two; -1 when they are not. */
    private static int groups(String text, boolean ipv4MayEnd) {
        if (text.isEmpty()) {
            return 0;
        }
        String[] groups = text.split(":", -1);
        boolean ipv4 = ipv4MayEnd && isIpv4(groups[groups.length - 1]);
        int hex = ipv4 ? groups.length - 1 : groups.length;
        for (int i = 0; i < hex; i++) {
            if (!isGroup(groups[i])) {
                return -1;
            }
        }
        return ipv4 ? hex + 2 : hex;
    }

    private static boolean isGroup(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Octets.hexDigit(text.charAt(i)) < 0) {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= 4;
    }
}
