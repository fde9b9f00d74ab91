package fairlead.admin.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CsvTest {

    @Test
    void quotesWhatWouldEndACell() {
        assertThat(Csv.text(List.of("a", "b"), List.of(List.of("x,y", "say \"hi\""), List.of("two\nlines", "plain"))))
                .isEqualTo("a,b\r\n\"x,y\",\"say \"\"hi\"\"\"\r\n\"two\nlines\",plain\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\tx"})
    void keepsASpreadsheetFromTakingATextForAFormula(String text) {
        assertThat(Csv.text(List.of("a"), List.of(List.of(text)))).isEqualTo("a\r\n'" + text + "\r\n");
    }
}
