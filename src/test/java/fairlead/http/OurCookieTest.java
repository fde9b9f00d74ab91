package fairlead.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of the cookie that is Fairlead's own, and of those beside it. */
class OurCookieTest {

    private static final Framing NO_BODY = new Framing.None();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "FLB=x | ``",
                "FLB=x; | ``",
                "FLB=x; FLB=y | ``",
                "FLB= | ``",
                "a=b; FLB=x | a=b",
                "FLB=x; a=b | a=b",
                "FLB=x;a=b | a=b",
                "FLB=x ;  a=b | a=b",
                "a=b; FLB=x; c=d | a=b; c=d",
                "a=b;FLB=x;c=d | a=b;c=d",
                "a=b ; FLB = x ; c=d | a=b ; c=d",
                "FLB=x; a=b; FLB=y; c=d; FLB=z | a=b; c=d",
                "a=b; FLB=x; | a=b;",
                "a=b | a=b",
                "a=b;; c=d; | a=b;; c=d;",
                "FLBX=x; a=b | FLBX=x; a=b",
                "XFLB=x; FLB=y; FLB2=z | XFLB=x; FLB2=z",
                "flb=x; Flb=y | flb=x; Flb=y",
                "a=FLB=x; b=FLB | a=FLB=x; b=FLB",
                "FLB | FLB",
                "FLB; a=b | FLB; a=b",
                "FLB=\"x\"; a=b | a=b",
                "FLB=\"x; y\"; a=b | a=b",
                "a=\"b; FLB=x; c\"; FLB=y | a=\"b; FLB=x; c\"",
                "a=\"b; FLB=x | a=\"b",
                "a=\"b\"c; FLB=x; d=e\" | a=\"b\"c; d=e\"",
                "a=b\"; FLB=x; c=\" | a=b\"; c=\"",
                "=; FLB=x | =",
                "caf\u00e9=\u00e9; FLB=x | caf\u00e9=\u00e9"
            })
    void isTakenOutAndOthersStayAsTheyAre(String came, String goesOn) {
        List<String> cookies = Heads.lines(withCookie().request(Heads.get("Cookie: " + came)), "Cookie");

        assertThat(cookies).isEqualTo(goesOn.isEmpty() ? List.of() : List.of("Cookie: " + goesOn));
    }

    @Test
    void isTakenOutOfEachLine() {
        RequestHead head = Heads.get("Cookie: FLB=x", "cookie: a=b; FLB=x", "COOKIE: c=d");

        assertThat(Heads.lines(withCookie().request(head), "Cookie")).containsExactly("cookie: a=b", "COOKIE: c=d");
    }

    @Test
    void isNobodysWhenThereIsNone() {
        assertThat(Heads.lines(Heads.PLAIN.request(Heads.get("Cookie: FLB=x; a=b")), "Cookie"))
                .containsExactly("Cookie: FLB=x; a=b");
        assertThat(Heads.lines(
                        Heads.PLAIN.response(
                                Heads.response(200, "Set-Cookie: FLB=x"), NO_BODY, Optional.empty(), List.of()),
                        "Set-Cookie"))
                .containsExactly("Set-Cookie: FLB=x");
    }

    @Test
    void isNotSetByBackends() {
        ResponseHead head = Heads.response(
                200,
                "Set-Cookie: FLB=x; Path=/",
                "set-cookie:  FLB = y",
                "Set-Cookie: FLB=",
                "Set-Cookie: FLBX=z",
                "Set-Cookie: a=FLB=x; FLB=b",
                "Set-Cookie: flb=x");
        Field ours = new Field("Set-Cookie", "FLB=ours; Path=/");

        assertThat(Heads.lines(withCookie().response(head, NO_BODY, Optional.empty(), List.of(ours)), "Set-Cookie"))
                .containsExactly(
                        "Set-Cookie: FLBX=z",
                        "Set-Cookie: a=FLB=x; FLB=b",
                        "Set-Cookie: flb=x",
                        "Set-Cookie: FLB=ours; Path=/");
    }

    private static Forwarding withCookie() {
        return new Forwarding(false, false, false, Heads.PLAIN.client(), Heads.PLAIN.listener(), Optional.of("FLB"));
    }
}
