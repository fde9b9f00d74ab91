package fairlead.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import fairlead.http.StickyCookie.Kept;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StickyCookieTest {

    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00.900Z");
    private static final byte[] KEY = "0123456789abcdef".getBytes(US_ASCII);
    private static final byte[] OTHER_KEY = "0123456789abcdeg".getBytes(US_ASCII);
    private static final Duration TTL = Duration.ofMinutes(5);

    private final StickyCookie cookie = shop("web-1", "web-2");

    @Nested
    class ANewOne {

        @Test
        void isForAllPathsAndForNoScript() {
            Field field = cookie.set("web-1", NOW);

            assertThat(field.name()).isEqualTo("Set-Cookie");
            assertThat(field.value()).matches("FLB=[A-Za-z0-9_-]{43}; Path=/; Max-Age=300; HttpOnly; SameSite=Lax");
        }

        @Test
        void hasItsName() {
            StickyCookie other = StickyCookie.of("backend", TTL, KEY, "shop", List.of("web-1"));

            assertThat(other.name()).isEqualTo("backend");
            assertThat(other.set("web-1", NOW).value()).startsWith("backend=");
        }

        @Test
        void doesNotShowTheBackend() {
            assertThat(value("web-1", NOW).substring(0, 10))
                    .isNotEqualTo(value("web-2", NOW).substring(0, 10))
                    .isNotEqualTo(valueOf(StickyCookie.of("FLB", TTL, OTHER_KEY, "shop", List.of("web-1"))
                                    .set("web-1", NOW))
                            .substring(0, 10));
        }

        @ParameterizedTest
        @CsvSource({"0.25,1", "1,1", "1.5,2", "300,300", "86400,86400"})
        void lastsForWholeSeconds(String ttl, int maxAge) {
            Duration duration = Duration.parse("PT" + ttl + "S");

            assertThat(StickyCookie.of("FLB", duration, KEY, "shop", List.of("web-1"))
                            .set("web-1", NOW)
                            .value())
                    .contains("; Max-Age=" + maxAge + ";");
        }

        @Test
        void isRefusedForAnotherBackend() {
            assertThatIllegalArgumentException().isThrownBy(() -> cookie.set("web-3", NOW));
        }

        @Test
        void needsAKeyThatNobodyGuesses() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> StickyCookie.of("FLB", TTL, new byte[15], "shop", List.of()));
        }
    }

    @Nested
    class AReturningOne {

        @Test
        void namesTheBackend() {
            assertThat(read(cookie, "FLB=" + value("web-1", NOW), NOW)).contains(new Kept("web-1", false));
            assertThat(read(cookie, "FLB=" + value("web-2", NOW), NOW)).contains(new Kept("web-2", false));
        }

        @Test
        void isFoundAmongOthers() {
            String value = value("web-2", NOW);

            assertThat(read(cookie, "a=b; FLB=" + value + "; c=d", NOW)).isPresent();
            assertThat(read(cookie, "a=b;FLB=" + value + ";c=d", NOW)).isPresent();
            assertThat(read(cookie, "a=\"b;c\"; FLB = " + value + " ", NOW)).isPresent();
            assertThat(cookie.read(Heads.fields("Cookie: a=b", "X: y", "cookie: FLB=" + value), NOW))
                    .isPresent();
        }

        @Test
        void isTheFirstThatIsValid() {
            String cookies = "FLB=x; FLB=" + forged(value("web-1", NOW)) + "; FLB=" + value("web-2", NOW) + "; FLB="
                    + value("web-1", NOW);

            assertThat(read(cookie, cookies, NOW)).contains(new Kept("web-2", false));
        }

        @Test
        void isNothingWithoutTheName() {
            String value = value("web-1", NOW);

            assertThat(cookie.read(Fields.NONE, NOW)).isEmpty();
            assertThat(read(cookie, "flb=" + value, NOW)).isEmpty();
            assertThat(read(cookie, "FLBX=" + value, NOW)).isEmpty();
            assertThat(read(cookie, "XFLB=" + value, NOW)).isEmpty();
            assertThat(read(cookie, value, NOW)).isEmpty();
            assertThat(cookie.read(Heads.fields("X-Cookie: FLB=" + value), NOW)).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({"0,false", "149,false", "150,true", "299,true", "300,true"})
        void isRenewedFromTheMiddleOfItsLifeOn(long age, boolean renew) {
            assertThat(read(cookie, "FLB=" + value("web-1", NOW), NOW.plusSeconds(age)))
                    .contains(new Kept("web-1", renew));
        }

        @ParameterizedTest
        @ValueSource(longs = {301, 302, 86_400, 4_000_000_000L})
        void isNothingWhenItHasExpired(long age) {
            assertThat(read(cookie, "FLB=" + value("web-1", NOW), NOW.plusSeconds(age)))
                    .isEmpty();
        }

        @Test
        void forgivesClocksAMinuteButNotMore() {
            String value = "FLB=" + value("web-1", NOW);

            assertThat(read(cookie, value, NOW.minusSeconds(60))).contains(new Kept("web-1", false));
            assertThat(read(cookie, value, NOW.minusSeconds(61))).isEmpty();
        }

        @Test
        void livesItsLifeWhenThatIsShort() {
            StickyCookie brief = StickyCookie.of("FLB", Duration.ofMillis(500), KEY, "shop", List.of("web-1"));
            String value = "FLB=" + valueOf(brief.set("web-1", NOW));

            assertThat(read(brief, value, NOW.plusMillis(500))).isPresent();
            assertThat(read(brief, value, NOW.plusMillis(2_100))).isEmpty();
        }

        @Test
        void outlivesAReloadAndANewBackend() {
            StickyCookie reloaded = shop("web-0", "web-2", "web-1");

            assertThat(read(reloaded, "FLB=" + value("web-1", NOW), NOW)).contains(new Kept("web-1", false));
        }

        @Test
        void isNothingWhenTheBackendWasRemoved() {
            assertThat(read(shop("web-2"), "FLB=" + value("web-1", NOW), NOW)).isEmpty();
        }
    }

    @Nested
    class AForgedOne {

        @Test
        void isNothingWhateverCharacterIsChanged() {
            String value = value("web-1", NOW);

            // the last character's last two bits are no part of the value
            for (int i = 0; i < value.length() - 1; i++) {
                char other = value.charAt(i) == 'A' ? 'B' : 'A';
                String forged = value.substring(0, i) + other + value.substring(i + 1);

                assertThat(read(cookie, "FLB=" + forged, NOW))
                        .as("changed at %s", i)
                        .isEmpty();
            }
        }

        @Test
        void isNothingWhenItIsShorterOrLonger() {
            String value = value("web-1", NOW);

            for (int i = 0; i < value.length(); i++) {
                assertThat(read(cookie, "FLB=" + value.substring(0, i), NOW)).isEmpty();
                assertThat(read(cookie, "FLB=" + value.substring(i + 1), NOW)).isEmpty();
            }
            assertThat(read(cookie, "FLB=" + value + "A", NOW)).isEmpty();
            assertThat(read(cookie, "FLB=" + value + value, NOW)).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "web-1",
                    "\"\"",
                    "===========================================",
                    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==",
                    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA===",
                    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA!",
                    "++++///////////////////////////////////////",
                    "\u00e9AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                })
        void isNothingWhateverIsMadeUp(String value) {
            assertThat(read(cookie, "FLB=" + value, NOW)).isEmpty();
        }

        @Test
        void isOneOfAnotherKey() {
            StickyCookie other = StickyCookie.of("FLB", TTL, OTHER_KEY, "shop", List.of("web-1"));

            assertThat(read(cookie, "FLB=" + valueOf(other.set("web-1", NOW)), NOW))
                    .isEmpty();
        }

        @Test
        void isOneOfAnotherLoadBalancer() {
            StickyCookie other = StickyCookie.of("FLB", TTL, KEY, "blog", List.of("web-1"));

            assertThat(read(cookie, "FLB=" + valueOf(other.set("web-1", NOW)), NOW))
                    .isEmpty();
        }
    }

    private static StickyCookie shop(String... backends) {
        return StickyCookie.of("FLB", TTL, KEY, "shop", List.of(backends));
    }

    private String value(String backend, Instant now) {
        return valueOf(cookie.set(backend, now));
    }

    private static String valueOf(Field setCookie) {
        return setCookie
                .value()
                .substring(setCookie.value().indexOf('=') + 1, setCookie.value().indexOf(';'));
    }

    private static String forged(String value) {
        return (value.charAt(0) == 'A' ? 'B' : 'A') + value.substring(1);
    }

    private static Optional<Kept> read(StickyCookie cookie, String cookies, Instant now) {
        return cookie.read(Heads.fields("Cookie: " + cookies), now);
    }
}
