package fairlead.tls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsAlertTest {

    @ParameterizedTest
    @CsvSource({"DECODE_ERROR, 50", "INTERNAL_ERROR, 80", "UNRECOGNIZED_NAME, 112"})
    void isAFatalAlertInAPlaintextRecord(TlsAlert alert, int code) {
        assertThat(alert.record()).containsExactly(21, 3, 3, 0, 2, 2, code);
    }

    @Test
    void isWrittenIntoAFreshArray() {
        TlsAlert.DECODE_ERROR.record()[6] = 0;

        assertThat(TlsAlert.DECODE_ERROR.record()).endsWith(50);
    }
}
