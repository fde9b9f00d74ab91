package fairlead.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** The parsers on heads with a few bytes changed. */
class MutatedHeadTest {

    private static final int MUTATIONS = 100_000;

    /** What a head turns on. */
    private static final String TELLING = "\r\n\0\t :,;/*?#@[]%\\_-+01.\u007f\u0080\u00ffHh\u0016";

    private final Random random = new Random(17);

    @Test
    void ofRequestsAreAnsweredAndTheAnswersOfPrefixAndWholeAgree() {
        List<String> heads = new ArrayList<>(RequestParserTest.valid());
        MalformedRequests.all().stream()
                .map(MalformedRequests.Case::bytes)
                .filter(bytes -> bytes.length() < 300)
                .forEach(heads::add);

        int complete = answersAgree(
                heads,
                (bytes, length) -> RequestParser.parse(bytes, 0, length),
                RequestParser.Result.Complete.class,
                RequestParser.Result.Incomplete.class);

        assertThat(complete).isBetween(MUTATIONS / 1000, MUTATIONS / 2);
    }

    @Test
    void ofResponsesAreAnsweredAndTheAnswersOfPrefixAndWholeAgree() {
        int complete = answersAgree(
                ResponseParserTest.valid(),
                (bytes, length) -> ResponseParser.parse(bytes, 0, length),
                ResponseParser.Result.Complete.class,
                ResponseParser.Result.Incomplete.class);

        assertThat(complete).isBetween(MUTATIONS / 100, MUTATIONS - 1);
    }

    /** Whether more bytes only ever complete a head, and never change what has been said. Returns how many were whole. */
    private int answersAgree(
            List<String> heads, BiFunction<byte[], Integer, Object> parser, Class<?> complete, Class<?> incomplete) {
        int whole = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            String head = mutate(heads.get(random.nextInt(heads.size())));
            byte[] bytes = head.getBytes(ISO_8859_1);
            Object all = parser.apply(bytes, bytes.length);
            Object prefix = parser.apply(bytes, random.nextInt(bytes.length + 1));
            if (!incomplete.isInstance(prefix)) {
                assertThat(prefix).as("%s", head).isEqualTo(all);
            }
            whole += complete.isInstance(all) ? 1 : 0;
        }
        return whole;
    }

    private String mutate(String head) {
        StringBuilder bytes = new StringBuilder(head);
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            int at = random.nextInt(bytes.length());
            char c = random.nextBoolean()
                    ? TELLING.charAt(random.nextInt(TELLING.length()))
                    : (char) random.nextInt(256);
            switch (random.nextInt(3)) {
                case 0 -> bytes.setCharAt(at, c);
                case 1 -> bytes.insert(at, c);
                default -> bytes.deleteCharAt(at).append(c);
            }
        }
        return bytes.toString();
    }
}
