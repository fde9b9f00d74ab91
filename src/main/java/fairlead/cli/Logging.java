package fairlead.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;

/** Fairlead's own log: one line an event, on standard error, so that the access log has standard output for itself. */
final class Logging {
    private static final String CONFIG = """
            handlers = java.util.logging.ConsoleHandler
            .level = INFO
            java.util.logging.SimpleFormatter.format = %1$tFT%1$tT.%1$tL%1$tz %4$s %5$s%6$s%n
            """;

    private Logging() {}

    static void configure() {
        try {
            LogManager.getLogManager()
                    .readConfiguration(new ByteArrayInputStream(CONFIG.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
