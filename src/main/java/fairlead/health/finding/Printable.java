package fairlead.health.finding;

import java.util.List;

/** Text that a peer chose, made fit for a sentence: printable ASCII, and not too much of it. */
public final class Printable {
    private static final int FEW = 4;

    private Printable() {}

    /** A question mark stands for what does not print; what is too long ends in dots. */
    public static String of(String text, int longest) {
        boolean cut = text.length() > longest;
        StringBuilder printable = new StringBuilder();
        text.chars().limit(longest).forEach(c -> printable.append(c >= ' ' && c <= '~' ? (char) c : '?'));
        return cut ? printable.append("...").toString() : printable.toString();
    }

    /** The first few of a list, and how many more there are: {@code a, b, c, d and 5 more}. */
    public static String few(List<String> items) {
        if (items.size() <= FEW) {
            return String.join(", ", items);
        }
        return "%s and %d more".formatted(String.join(", ", items.subList(0, FEW)), items.size() - FEW);
    }
}
