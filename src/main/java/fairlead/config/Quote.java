package fairlead.config;

/** Text from the config file as a message shows it: in double quotes, shortened, with nothing invisible in it. */
public final class Quote {

    private static final int LONGEST = 80;

    private Quote() {}

    public static String text(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().limit(LONGEST).forEach(c -> {
            if (visible(c)) {
                quoted.appendCodePoint(c);
            } else {
                quoted.append("\\u%04x".formatted(c));
            }
        });
        if (text.codePointCount(0, text.length()) > LONGEST) {
            quoted.append("...");
        }
        return quoted.append('"').toString();
    }

    /** Whether a reader of the message would see this character, and see it in its place. */
    static boolean visible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> c == ' ' || !Character.isSpaceChar(c);
        };
    }
}
