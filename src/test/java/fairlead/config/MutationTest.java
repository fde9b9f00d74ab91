package fairlead.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Damaged config files by the hundred thousand, the same ones in every run. */
class MutationTest {

    private static final int MUTATIONS = 120_000;
    private static final Pattern TOKEN = Pattern.compile("\"[^\"]*\"|[0-9.]+|true|false|[\\[\\]{}:,]");
    private static final List<String> TOKENS = List.of(
            "null",
            "true",
            "0",
            "-1",
            "443",
            "1e400",
            "1e-400",
            "0.0005",
            "99999999999999999999",
            "\"\"",
            "\"*\"",
            "\"\\ud800\"",
            "\"\\u0000\"",
            "\"::\"",
            "\"::ffff:1.2.3.4/99\"",
            "\"1.2.3.4/0\"",
            "\"ip:\"",
            "\"cidr:/\"",
            "\"b\u00fccher.example\"",
            "\"\u3002\u200d\"",
            "\"tcp\"",
            "\"http\"",
            "\"udp\"",
            "\"cookies\"",
            "\"port\"",
            "\"hosts\"",
            "\"name\"",
            "\"admin\"",
            "\"health_check\"",
            "\"200-399\"",
            "\"none\"",
            "\"/dev/zero\"",
            "\"http://[::1]:0/\"",
            "[100,\"5xx\"]",
            "{}",
            "[]",
            "[{}]",
            "{\"a.b\": {}}",
            "",
            ",",
            "[",
            "}");

    @Test
    void neverThrows() throws IOException {
        String example = Files.readString(ConfigFileTest.EXAMPLE)
                .replaceAll("\\s+", "")
                .replaceFirst(",\"ca_file\":\"[^\"]*\"", ""); // the file would be read as often
        int[] tokenStarts =
                TOKEN.matcher(example).results().mapToInt(MatchResult::start).toArray();
        int[] tokenEnds =
                TOKEN.matcher(example).results().mapToInt(MatchResult::end).toArray();

        Map<Integer, Long> outcomes = IntStream.range(0, MUTATIONS)
                .parallel()
                .mapToObj(seed -> {
                    Random random = new Random(seed);
                    StringBuilder text = new StringBuilder(example);
                    if (seed % 2 == 0) {
                        int token = random.nextInt(tokenStarts.length);
                        text.replace(tokenStarts[token], tokenEnds[token], TOKENS.get(random.nextInt(TOKENS.size())));
                    }
                    if (seed % 4 != 0) {
                        damage(text, random);
                    }
                    return text.toString();
                })
                .map(MutationTest::problemsOf)
                .collect(Collectors.groupingBy(problems -> Math.min(problems, 2), Collectors.counting()));

        // the damage must reach all of the reader: some files survive it, many get one problem, many several
        assertThat(outcomes.values()).hasSize(3).allMatch(count -> count > MUTATIONS / 100);
    }

    private static void damage(StringBuilder text, Random random) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(4)) {
            case 0 -> text.setCharAt(at, (char) random.nextInt(128));
            case 1 -> text.setCharAt(at, (char) random.nextInt(0x10000));
            case 2 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(20)));
            default -> text.insert(at, text.substring(at, Math.min(text.length(), at + 1 + random.nextInt(200))));
        }
    }

    private static int problemsOf(String text) {
        return switch (ConfigFile.parse(text)) {
            case ConfigFile.Result.Valid valid -> 0;
            case ConfigFile.Result.Invalid invalid -> {
                assertThat(invalid.problems()).isNotEmpty();
                yield invalid.problems().size();
            }
        };
    }
}
