package fairlead.proxyprotocol;

import static fairlead.proxyprotocol.Headers.hexOf;
import static org.assertj.core.api.Assertions.assertThat;

import fairlead.proxyprotocol.ProxyHeaderParser.Result;
import fairlead.proxyprotocol.ProxyHeaderParser.Result.Complete;
import fairlead.proxyprotocol.ProxyHeaderParser.Result.Incomplete;
import fairlead.proxyprotocol.ProxyHeaderParser.Result.Malformed;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MutatedProxyHeaderTest {

    private static final int MUTATIONS = 300_000;

    /** What a header turns on: ends of lines, digits, lengths, types. */
    private static final byte[] TELLING = {0, 1, 2, 3, 4, 5, 16, 32, 33, 127, -128, -1, '\r', '\n', ' ', '0', ':', '.'};

    private final Random random = new Random(11);

    @Test
    void whateverComesIsAnsweredAndTheAnswersOfPrefixAndWholeAgree() {
        List<byte[]> headers = Headers.ofEachKind();
        int[] answers = new int[3];
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] bytes = mutate(headers.get(random.nextInt(headers.size())));
            String problem;
            try {
                problem = problemWith(bytes, answers);
            } catch (RuntimeException e) {
                throw new AssertionError("mutation " + i + ": " + hexOf(bytes), e);
            }
            if (!problem.isEmpty()) {
                throw new AssertionError("mutation " + i + ": " + problem + ": " + hexOf(bytes));
            }
        }
        assertThat(answers).as("complete, incomplete, malformed").doesNotContain(0);
        assertThat(answers[0]).as("headers still whole").isGreaterThan(MUTATIONS / 100);
    }

    private String problemWith(byte[] bytes, int[] answers) {
        Result whole = ProxyHeaderParser.parse(bytes, 0, bytes.length);
        int cut = random.nextInt(bytes.length + 1);
        Result prefix = ProxyHeaderParser.parse(bytes, 0, cut);
        switch (whole) {
            case Complete complete -> {
                answers[0]++;
                if (complete.length() > bytes.length || complete.length() > ProxyHeaderParser.MAX_LENGTH) {
                    return "longer than it may be";
                }
            }
            case Incomplete incomplete -> {
                answers[1]++;
                if (incomplete.atLeast() <= bytes.length || incomplete.atLeast() > ProxyHeaderParser.MAX_LENGTH) {
                    return "asks for " + incomplete.atLeast();
                }
            }
            case Malformed malformed -> {
                answers[2]++;
                if (malformed.reason().isBlank()) {
                    return "no reason";
                }
            }
        }
        return agree(prefix, whole) ? "" : "its first " + cut + " bytes are " + prefix + ", all " + whole;
    }

    /** Whether more bytes only ever complete a header, and never change what has been said. */
    private static boolean agree(Result prefix, Result whole) {
        return switch (prefix) {
            case Complete complete -> whole.equals(complete);
            case Malformed malformed -> whole.equals(malformed);
            case Incomplete incomplete ->
                switch (whole) {
                    case Complete complete -> complete.length() >= incomplete.atLeast();
                    case Incomplete later -> later.atLeast() >= incomplete.atLeast();
                    case Malformed malformed -> true;
                };
        };
    }

    private byte[] mutate(byte[] header) {
        byte[] bytes = header.clone();
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            int at = random.nextInt(bytes.length + 1);
            bytes = switch (random.nextInt(4)) {
                case 0 -> replace(bytes, at, at, randomBytes());
                case 1 -> replace(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(3)), new byte[0]);
                case 2 -> replace(bytes, at, Math.min(bytes.length, at + 1), randomBytes());
                default -> Arrays.copyOf(bytes, at);
            };
        }
        return bytes;
    }

    private byte[] randomBytes() {
        byte[] bytes = new byte[1 + random.nextInt(random.nextInt(50) == 0 ? 300 : 2)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = random.nextBoolean() ? TELLING[random.nextInt(TELLING.length)] : (byte) random.nextInt();
        }
        return bytes;
    }

    private static byte[] replace(byte[] bytes, int from, int to, byte[] with) {
        byte[] result = new byte[bytes.length - (to - from) + with.length];
        System.arraycopy(bytes, 0, result, 0, from);
        System.arraycopy(with, 0, result, from, with.length);
        System.arraycopy(bytes, to, result, from + with.length, bytes.length - to);
        return result;
    }
}
