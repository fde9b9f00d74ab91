package fairlead.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookUrlTest {

    private static final String EXAMPLE = "write one such as \"https://hooks.example.com/fairlead\"";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://hooks.example.com/services/T0/B0/secret",
                "http://localhost:8080",
                "HTTPS://10.0.0.1:65535/?token=a%20b",
                "http://[2001:db8::1]:8080/hook",
            })
    void takesAnAbsoluteHttpUrl(String text) {
        assertThat(WebhookUrl.parse(text)).isEqualTo(URI.create(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "hooks.example.com          | must begin with \"https://\" or \"http://\": " + EXAMPLE,
                "hooks.example.com:443/a    | must begin with \"https://\" or \"http://\": " + EXAMPLE,
                "/hook                      | must begin with \"https://\" or \"http://\": " + EXAMPLE,
                "//hooks.example.com/a      | must begin with \"https://\" or \"http://\": " + EXAMPLE,
                "file:///etc/passwd         | must begin with \"https://\" or \"http://\": " + EXAMPLE,
                "``                         | must begin with \"https://\" or \"http://\": " + EXAMPLE,
                "https://                   | is not a URL: " + EXAMPLE,
                "https://a/{b}              | is not a URL: " + EXAMPLE,
                "https:a                    | has no valid host and port after \"//\": " + EXAMPLE,
                "https:///a                 | has no valid host and port after \"//\": " + EXAMPLE,
                "https://a_b/c              | has no valid host and port after \"//\": " + EXAMPLE,
                "https://a:0/b              | has no valid host and port after \"//\": " + EXAMPLE,
                "https://a:65536/b          | has no valid host and port after \"//\": " + EXAMPLE,
                "https://me:secret@a/b      | must have no user name or password before the host: put a token into the path or after a \"?\"",
                "https://me:secret@a_b/c    | must have no user name or password before the host: put a token into the path or after a \"?\"",
                "https://a/b#c              | has a \"#\", and what follows it is never sent: remove it",
                "https://a/b c              | has a space or a character that is not ASCII: percent-encode it",
                "https://b\u00fccher.example/ | has a space or a character that is not ASCII: percent-encode it",
            })
    void refusesWhatNothingCanBeSentTo(String text, String sentence) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebhookUrl.parse(text))
                .withMessage(sentence);
    }

    @Test
    void hasABound() {
        String longest = "https://a/" + "b".repeat(2038);
        assertThat(WebhookUrl.parse(longest)).hasToString(longest);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebhookUrl.parse(longest + "b"))
                .withMessage("must have 2048 characters at most; found 2049");
    }
}
