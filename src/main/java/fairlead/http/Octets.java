package fairlead.http;

/** Which bytes may stand where in a head (RFC 9110, sections 5.5 and 5.6). */
final class Octets {

    private static final boolean[] TOKEN = new boolean[128];

    static {
        String letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
        for (char c : ("!#$%&'*+-.^_`|~0123456789" + letters).toCharArray()) {
            TOKEN[c] = true;
        }
    }

    private Octets() {}

    /** Whether it may stand in a token; bytes may come as negative numbers. */
    static boolean isToken(int octet) {
        return octet >= 0 && octet < TOKEN.length && TOKEN[octet];
    }

    static boolean isToken(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isToken(bytes[i])) {
                return false;
            }
        }
        return from < to;
    }

    static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isToken(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** Whether nothing of it is a control character, tabs aside. Bytes that are not ASCII may mean anything. */
    static boolean isText(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if ((b >= 0 && b < ' ' && b != '\t') || b == 0x7f) {
                return false;
            }
        }
        return true;
    }

    static boolean isSpace(int octet) {
        return octet == ' ' || octet == '\t';
    }

    static boolean isDigit(int octet) {
        return octet >= '0' && octet <= '9';
    }

    /** The value of a hex digit, or -1. */
    static int hexDigit(int octet) {
        return octet >= 0 && octet < TOKEN.length ? Character.digit(octet, 16) : -1;
    }

    /** A number of 1 to so many decimal digits without sign; -1 when the text is none. At most 18 make sense. */
    static long decimal(String text, int mostDigits) {
        if (text.isEmpty() || text.length() > mostDigits) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            if (!isDigit(text.charAt(i))) {
                return -1;
            }
            value = value * 10 + (text.charAt(i) - '0');
        }
        return value;
    }
}
