package fairlead.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Fairlead's own log: one line an event, on standard error, so that the access log has standard output for itself. */
final class Logging {
    /** They tell of their own starts and stops. Kept here, for the JDK forgets loggers that nobody holds. */
    private static final Map<Logger, Level> LIBRARIES = Map.of(
            Logger.getLogger("io.javalin"), Level.OFF, // what goes wrong it throws as well
            Logger.getLogger("org.eclipse.jetty"), Level.WARNING);

    private Logging() {}

    static void configure() {
        LIBRARIES.forEach(Logger::setLevel);
        for (Handler handler : Logger.getLogger("").getHandlers()) {
            handler.setFormatter(new Line());
        }
    }

    /** Says nothing from now on. */
    static void silence() {
        Logger.getLogger("fairlead").setLevel(Level.OFF);
    }

    /** {@code 2026-11-22T10:15:29.871Z INFO Fairlead serves ...}; times are UTC, as in the access log. */
    static final class Line extends Formatter {
        @Override
        public String format(LogRecord event) {
            StringWriter line = new StringWriter();
            PrintWriter out = new PrintWriter(line);
            out.printf(
                    "%s %s %s%n",
                    event.getInstant().truncatedTo(ChronoUnit.MILLIS),
                    event.getLevel().equals(Level.SEVERE)
                            ? "ERROR"
                            : event.getLevel().getName(),
                    formatMessage(event));
            if (event.getThrown() != null) {
                event.getThrown().printStackTrace(out);
            }
            out.flush();
            return line.toString();
        }
    }
}
