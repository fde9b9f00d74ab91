package fairlead.config;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The word that was probably meant by one that does not exist. */
public final class Nearest {

    private static final int LONGEST = 64;
    private static final int TELLING = 5; // letters; a shorter part is shared by too many words

    private Nearest() {}

    public static Optional<String> to(String wrong, Collection<String> words) {
        if (wrong.length() > LONGEST) {
            return Optional.empty();
        }
        String bare = bare(wrong);
        Optional<String> best = Optional.empty();
        int least = Math.max(1, Math.min(3, bare.length() / 3)) + 1;
        for (String word : words) {
            int distance = distance(bare, bare(word));
            if (distance < least) {
                least = distance;
                best = Optional.of(word);
            }
        }
        return best.isPresent() ? best : onlyOneAround(bare, words);
    }

    private static Optional<String> onlyOneAround(String bare, Collection<String> words) {
        List<String> around = words.stream()
                .filter(word -> holds(bare, bare(word)) || holds(bare(word), bare))
                .toList();
        return around.size() == 1 ? Optional.of(around.getFirst()) : Optional.empty();
    }

    private static boolean holds(String whole, String part) {
        return part.length() >= TELLING && whole.contains(part);
    }

    private static String bare(String word) {
        return word.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }

    /** How many letters must be put in, taken out or changed to make one word of the other (Levenshtein). */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(change, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
