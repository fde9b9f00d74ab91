package fairlead.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The command line.
 *
 * @param only whole words that names of workloads begin with; empty for all
 * @param with beginnings of labels of contestants; empty for all
 * @param seconds of a round, where it is time that ends it
 * @param quick few and small rounds, to see that everything works
 */
record Options(List<String> only, List<String> with, int rounds, double seconds, boolean quick, Optional<Path> out) {
    static final String USAGE = """
            usage: bench/run [options]
              --only A,B     only the workloads whose names begin with these words
              --with A,B     only the contestants whose labels begin so; "haproxy 64k" needs quotes
              --rounds N     rounds of each workload (default 5)
              --seconds N    length of a round, where it is time that ends it (default 2)
              --quick        2 small rounds, to see that everything works
              --out FILE     the report, with FILE.csv beside it (default bench/results/<date>.md)
              --list         the names of the workloads
              --help         this
            """;

    static Options parse(String[] args) {
        Options options = new Options(List.of(), List.of(), 0, 0, false, Optional.empty());
        for (int i = 0; i < args.length; i++) {
            options = switch (args[i]) {
                case "--quick" -> options.set("--quick", "");
                case "--only", "--with", "--rounds", "--seconds", "--out" -> {
                    if (i + 1 == args.length) {
                        throw new IllegalArgumentException(args[i] + " needs a value");
                    }
                    yield options.set(args[i], args[++i]);
                }
                default -> throw new IllegalArgumentException("unknown option: " + args[i]);
            };
        }
        return options.withDefaults();
    }

    private Options set(String option, String value) {
        return switch (option) {
            case "--only" -> new Options(Arrays.asList(value.split(",", -1)), with, rounds, seconds, quick, out);
            case "--with" -> new Options(only, Arrays.asList(value.split(",", -1)), rounds, seconds, quick, out);
            case "--rounds" -> new Options(only, with, positive(option, value).intValue(), seconds, quick, out);
            case "--seconds" -> new Options(only, with, rounds, positive(option, value), quick, out);
            case "--out" -> new Options(only, with, rounds, seconds, quick, Optional.of(Path.of(value)));
            default -> new Options(only, with, rounds, seconds, true, out);
        };
    }

    private static Double positive(String option, String value) {
        try {
            double number = Double.parseDouble(value);
            if (number > 0 && number <= 3600) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException(option + " needs a number up to 3600, not " + value);
    }

    private Options withDefaults() {
        int someRounds = rounds > 0 ? rounds : quick ? 2 : 5;
        double someSeconds = seconds > 0 ? seconds : quick ? 1 : 2;
        return new Options(only, with, someRounds, someSeconds, quick, out);
    }

    boolean wants(String workload) {
        return only.isEmpty() || only.stream().anyMatch(words -> begins(workload, words));
    }

    /** {@code http} begins {@code http-page}, and {@code https-keepalive} not. */
    private static boolean begins(String workload, String words) {
        return workload.equals(words) || workload.startsWith(words + '-');
    }

    boolean wants(Contestant contestant) {
        return with.isEmpty() || with.stream().anyMatch(contestant.label()::startsWith);
    }
}
