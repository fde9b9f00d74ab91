package fairlead.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;

/** The report on standard output as it grows, and in a file at the end. */
final class Output {
    private static final Path DIRECTORY = Path.of("bench/results");
    private static final int MOST_A_DAY = 1000;

    private final Path file;
    private final StringBuilder text = new StringBuilder();

    Output(Options options) {
        this.file = options.out().orElseGet(Output::ofToday);
    }

    void print(String part) {
        String block = part.strip();
        if (!block.isEmpty()) {
            text.append(block).append("\n\n");
            System.out.println(block + "\n");
        }
    }

    /** Writes the report, and all rows beside it. */
    void save(Results results) {
        Path rows = file.resolveSibling(file.getFileName().toString().replaceFirst("(\\.md)?$", ".csv"));
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text.toString().stripTrailing() + "\n");
            Files.writeString(rows, results.csv());
        } catch (IOException e) {
            throw new BenchFailure("cannot write the report", e);
        }
        System.err.println("written: " + file + " and " + rows.getFileName());
    }

    private static Path ofToday() {
        Path first = DIRECTORY.resolve(LocalDate.now(ZoneId.systemDefault()) + ".md");
        Path next = first;
        for (int number = 2; Files.exists(next) && number < MOST_A_DAY; number++) {
            next = DIRECTORY.resolve(LocalDate.now(ZoneId.systemDefault()) + "-" + number + ".md");
        }
        return next;
    }
}
