package fairlead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

final class LoggingTest {

    @Test
    void writesTimeLevelAndMessageInOneLine() {
        LogRecord event = new LogRecord(Level.SEVERE, "{0} has problems");
        event.setParameters(new Object[] {"fairlead.json"});
        event.setInstant(Instant.parse("2026-11-22T10:15:29.871234567Z"));

        assertThat(new Logging.Line().format(event))
                .isEqualTo("2026-11-22T10:15:29.871Z ERROR fairlead.json has problems\n");
    }

    @Test
    void writesTheTraceOfADefectBelowItsLine() {
        LogRecord event = new LogRecord(Level.WARNING, "a defect");
        event.setThrown(new IllegalStateException("why"));

        assertThat(new Logging.Line().format(event))
                .contains(" WARNING a defect\njava.lang.IllegalStateException: why\n\tat ");
    }
}
