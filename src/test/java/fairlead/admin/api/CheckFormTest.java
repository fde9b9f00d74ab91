package fairlead.admin.api;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.config.Problem;
import fairlead.proxy.RouteQuestion;
import java.net.InetAddress;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CheckFormTest {
    private static final InetAddress ASKER = InetAddress.getLoopbackAddress();

    private static CheckForm with(String field, String value) {
        return new CheckForm(
                field.equals("port") ? value : "443",
                field.equals("host") ? value : "",
                field.equals("alpn") ? List.of(value) : List.of(),
                field.equals("client") ? value : "",
                field.equals("listener") ? value : "",
                field.equals("path") ? value : "");
    }

    private static List<Problem> problems(CheckForm form) {
        try {
            return List.of(new Problem("understood", form.question(ASKER).toString()));
        } catch (ApiError e) {
            assertThat(e.status()).isEqualTo(422);
            return e.problems();
        }
    }

    @Test
    void whatIsLeftOutIsTheUsual() {
        assertThat(with("port", "443").question(ASKER))
                .isEqualTo(new RouteQuestion(443, Optional.empty(), Optional.empty(), List.of(), ASKER, "/"));
    }

    @ParameterizedTest
    @CsvSource({
        "port, '', is missing",
        "port, 0, must be from 1 to 65535",
        "port, 65536, must be from 1 to 65535",
        "port, -1, must be from 1 to 65535",
        "port, 443x, must be from 1 to 65535",
        "port, 99999999999999999999, must be from 1 to 65535",
        "client, shop.example.com, is not an IP address",
        "client, 10.0.0.1/8, is not an IP address",
        "listener, nowhere, is not an IP address",
        "path, x, must begin with /",
        "alpn, '', must be at most 16 protocols",
        "alpn, 'h 2', must be at most 16 protocols",
    })
    void eachFieldThatIsWrongIsNamed(String field, String value, String message) {
        assertThat(problems(with(field, value))).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo(field);
            assertThat(problem.message()).contains(message);
        });
    }

    @Test
    void nothingIsUnbounded() {
        assertThat(problems(with("host", "a".repeat(1025))))
                .extracting(Problem::path)
                .containsExactly("host");
        assertThat(problems(with("path", "/" + "a".repeat(2048))))
                .extracting(Problem::path)
                .containsExactly("path");
        assertThat(problems(with("alpn", "a".repeat(256))))
                .extracting(Problem::path)
                .containsExactly("alpn");
        assertThat(problems(new CheckForm("443", "", Collections.nCopies(17, "h2"), "", "", "")))
                .extracting(Problem::path)
                .containsExactly("alpn");
    }

    @Test
    void allProblemsAreTold() {
        assertThat(problems(new CheckForm("x", "", List.of(), "y", "z", "")))
                .extracting(Problem::path)
                .containsExactlyInAnyOrder("port", "client", "listener");
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2,http/1.1", " h2  http/1.1 ", "h2 , http/1.1,"})
    void protocolsStandWithCommasOrSpaces(String text) {
        assertThat(CheckForm.protocols(text)).containsExactly("h2", "http/1.1");
        assertThat(CheckForm.protocols("  ")).isEmpty();
    }
}
