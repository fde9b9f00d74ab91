package fairlead.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** README.md, in the parts that a test can compare with the program. */
public final class Readme {
    private static final Path FILE = Path.of("README.md");
    private static final Pattern HEADING = Pattern.compile("#+ (.+)");
    private static final Pattern BLOCK =
            Pattern.compile("^ *```([a-z]*)\n(.*?)^ *```$", Pattern.MULTILINE | Pattern.DOTALL);

    private Readme() {}

    /** The rows of the tables by the heading they stand under, each as its cells, without the tables' own headings. */
    public static Map<String, List<List<String>>> tables() {
        Map<String, List<List<String>>> tables = new TreeMap<>();
        String heading = "";
        for (String line : read().lines().toList()) {
            Matcher matcher = HEADING.matcher(line);
            if (matcher.matches()) {
                heading = matcher.group(1).replace("`", "");
            } else if (line.startsWith("| `") || line.matches("\\| \\d.*")) {
                List<List<String>> row = List.of(cells(line));
                tables.merge(
                        heading,
                        row,
                        (before, more) ->
                                Stream.concat(before.stream(), more.stream()).toList());
            }
        }
        return tables;
    }

    /** The contents of the code blocks in this language. */
    public static List<String> blocks(String language) {
        return blocksIn(read(), language);
    }

    /** The contents of the code blocks in this language between this heading of the second level and the next. */
    public static List<String> blocks(String heading, String language) {
        String readme = read();
        int begin = readme.indexOf("\n## " + heading + "\n");
        if (begin < 0) {
            throw new IllegalArgumentException("README.md has no heading " + heading);
        }
        int end = readme.indexOf("\n## ", begin + 1);
        return blocksIn(readme.substring(begin, end < 0 ? readme.length() : end), language);
    }

    private static List<String> blocksIn(String text, String language) {
        return BLOCK.matcher(text)
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .toList();
    }

    private static List<String> cells(String line) {
        return Stream.of(line.substring(1).split("\\|", -1)).map(String::strip).toList();
    }

    private static String read() {
        try {
            return Files.readString(FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
