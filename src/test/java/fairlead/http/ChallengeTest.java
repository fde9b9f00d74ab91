package fairlead.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChallengeTest {

    private static final String PATH = "/.well-known/acme-challenge/";
    private static final String TOKEN = "evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ-PCt92wr-oA";

    @Test
    void isAskedForByItsPath() {
        assertThat(isAskedFor("GET", PATH + TOKEN)).isTrue();
        assertThat(isAskedFor("HEAD", PATH + TOKEN)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "PATCH", "get", "GETX"})
    void isNotAskedForByOtherMethods(String method) {
        assertThat(isAskedFor(method, PATH + TOKEN)).isFalse();
    }

    @Test
    void hasATokenOf1To128Characters() {
        assertThat(isAskedFor("GET", PATH)).isFalse();
        assertThat(isAskedFor("GET", PATH + "a")).isTrue();
        assertThat(isAskedFor("GET", PATH + "a".repeat(128))).isTrue();
        assertThat(isAskedFor("GET", PATH + "a".repeat(129))).isFalse();
    }

    @Test
    void hasATokenOfBase64UrlCharactersOnly() {
        for (char c = ' '; c <= '~'; c++) {
            boolean base64Url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".indexOf(c) >= 0;

            assertThat(isAskedFor("GET", PATH + "a" + c + "a")).as("with %s", c).isEqualTo(base64Url);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "*",
                "/.well-known/acme-challenge",
                "/.well-known/acme-challenge/a/b",
                "/.well-known/acme-challenge/a/",
                "/.well-known/acme-challenge/a?b",
                "/.well-known/acme-challenge/a?",
                "/.well-known/acme-challenge//a",
                "/.well-known/acme-challenge/..",
                "/.well-known/acme-challenge/../../a",
                "/.well-known/acme-challenge/%61",
                "/.Well-Known/acme-challenge/a",
                "//.well-known/acme-challenge/a",
                "/x/.well-known/acme-challenge/a",
                "/.well-known/pki-validation/a"
            })
    void isNotAskedForByOtherTargets(String target) {
        assertThat(isAskedFor("GET", target)).isFalse();
    }

    private static boolean isAskedFor(String method, String target) {
        return Challenge.isAskedFor(Heads.request(method, target));
    }
}
