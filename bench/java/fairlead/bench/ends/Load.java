package fairlead.bench.ends;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The process before the proxies. Takes a command a line on standard input, {@code name key=value key=value}, and gives a
 * line of figures for it, {@code key=value} with tabs between, or {@code error=} and why. Ends with its input. It stays
 * for all rounds, so that its code is compiled when they are measured.
 */
public final class Load {
    private final Held held = new Held();

    private Load() throws IOException {}

    public static void main(String[] args) throws IOException {
        Load load = new Load();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(load.answer(line));
        }
    }

    private String answer(String line) {
        try {
            String[] words = line.split(" ", -1);
            Map<String, String> arguments = Arrays.stream(words)
                    .skip(1)
                    .map(word -> word.split("=", 2))
                    .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
            return run(words[0], new Arguments(arguments)).line();
        } catch (IOException | RuntimeException e) {
            return "error=" + e.toString().replaceAll("\\s", " ");
        }
    }

    private Figures run(String command, Arguments arguments) throws IOException {
        return switch (command) {
            case "connections" ->
                new Fresh(arguments.integer("port"), arguments.hellos())
                        .run(arguments.integer("at_once"), arguments.integer("count"), arguments.seconds());
            case "open" ->
                held.open(arguments.integer("port"), arguments.hellos().getFirst(), arguments.integer("count"));
            case "roundtrips" -> new RoundTrips(held).run(arguments.integer("at_once"), arguments.seconds());
            case "bulk" -> new Bulk(held).run(arguments.bytes("down"), arguments.bytes("up"));
            case "close" -> held.close();
            default -> throw new IllegalArgumentException("no such command: " + command);
        };
    }
}
