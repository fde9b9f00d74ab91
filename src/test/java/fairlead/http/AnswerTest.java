package fairlead.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTest {

    private static final Instant NOW = Instant.parse("1994-11-06T08:49:37.123Z");

    @Nested
    class ARedirect {

        private final Answer redirect = Answer.redirect(307, "https://shop.example.com/?a&b");

        @Test
        void leadsProgramsAndPeopleElsewhere() {
            String page = """
                    <!DOCTYPE html>
                    <html lang="en">
                    <head>
                    <meta charset="utf-8">
                    <meta name="color-scheme" content="light dark">
                    <title>307 Temporary Redirect</title>
                    </head>
                    <body>
                    <h1>307 Temporary Redirect</h1>
                    <p>This page is at <a href="https://shop.example.com/?a&amp;b">https://shop.example.com/?a&amp;b</a>.</p>
                    </body>
                    </html>
                    """;
            assertThat(text(redirect))
                    .isEqualTo("HTTP/1.1 307 Temporary Redirect\r\n"
                            + "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
                            + "Content-Type: text/html; charset=utf-8\r\n"
                            + "Content-Length: " + page.length() + "\r\n"
                            + "Location: https://shop.example.com/?a&b\r\n"
                            + "\r\n"
                            + page);
        }

        @ParameterizedTest
        @CsvSource({"301,Moved Permanently", "302,Found", "307,Temporary Redirect", "308,Permanent Redirect"})
        void hasTheStatusThatIsWished(int status, String reason) {
            Answer answer = Answer.redirect(status, "https://shop.example.com/");

            assertThat(text(answer)).startsWith("HTTP/1.1 " + status + " " + reason + "\r\n");
        }

        @Test
        void neverCarriesWhatBrowsersIgnoreWithoutTls() {
            assertThat(text(redirect)).doesNotContainIgnoringCase("Strict-Transport-Security");
        }

        @Test
        void hasAPageThatNoTargetBreaksOutOf() {
            Answer answer = Answer.redirect(307, "https://a/'\"><script>alert(1)</script>&amp;");

            assertThat(answer.page())
                    .contains("<a href=\"https://a/&#39;&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;\">")
                    .doesNotContain("<script");
        }

        @ParameterizedTest
        @ValueSource(strings = {"https://a/\r\nSet-Cookie: a=b", "https://a/\n", "https://a/\r", "https://a/\0"})
        void isRefusedWhenItsLocationIsMoreThanALine(String location) {
            Answer answer = Answer.redirect(307, location);

            assertThatIllegalArgumentException().isThrownBy(() -> bytes(answer, true));
        }
    }

    @Nested
    class AnError {

        @Test
        void saysItsStatusItsReasonAndTheSentence() {
            Answer answer = Answer.error(404, "No load balancer serves this host.");

            assertThat(text(answer)).startsWith("HTTP/1.1 404 Not Found\r\n");
            assertThat(answer.page())
                    .contains("<title>404 Not Found</title>")
                    .contains("<h1>404 Not Found</h1>")
                    .contains("<p>No load balancer serves this host.</p>");
        }

        @Test
        void isNotStored() {
            assertThat(Heads.lines(bytes(Answer.error(503, "None."), false), "Cache-Control"))
                    .containsExactly("Cache-Control: no-store");
            assertThat(Heads.lines(bytes(Answer.redirect(307, "https://a/"), false), "Cache-Control"))
                    .isEmpty();
        }

        @Test
        void saysWhichMethodsThereAreWhenOneIsNotAllowed() {
            assertThat(Heads.lines(bytes(Answer.error(405, "Not this one."), false), "Allow"))
                    .containsExactly("Allow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
            assertThat(Heads.lines(bytes(Answer.error(404, "Not here."), false), "Allow"))
                    .isEmpty();
        }

        @Test
        void quotesNothingAsMarkup() {
            assertThat(Answer.error(400, "<b onclick='x'>&\"</b>").page())
                    .contains("<p>&lt;b onclick=&#39;x&#39;&gt;&amp;&quot;&lt;/b&gt;</p>");
        }

        @ParameterizedTest
        @ValueSource(ints = {400, 404, 405, 408, 414, 417, 421, 431, 500, 502, 503, 504, 505})
        void mayHaveTheseStatuses(int status) {
            assertThat(Heads.lines(bytes(Answer.error(status, "Sorry."), false)).getFirst())
                    .matches("HTTP/1.1 " + status + " [A-Z][A-Za-z ]+");
        }

        @ParameterizedTest
        @EnumSource(Rejection.class)
        void isThereForEachRejection(Rejection rejection) {
            assertThat(text(Answer.error(rejection.status(), rejection.sentence())))
                    .startsWith("HTTP/1.1 " + rejection.status() + " ");
        }
    }

    @Nested
    class Bytes {

        @Test
        void areCountedAndNotCharacters() {
            Answer answer = Answer.error(404, "caf\u00e9 \u20ac");
            byte[] all = bytes(answer, true);
            byte[] head = bytes(answer, false);

            byte[] page = Arrays.copyOfRange(all, head.length, all.length);
            assertThat(new String(page, UTF_8)).isEqualTo(answer.page());
            assertThat(Heads.lines(head, "Content-Length")).containsExactly("Content-Length: " + page.length);
            assertThat(page.length).isEqualTo(answer.page().length() + 3);
        }

        @Test
        void areTheSameHeadWithoutThePageForHead() {
            Answer answer = Answer.error(502, "Gone.");
            byte[] head = bytes(answer, false);

            assertThat(head).endsWith("\r\n\r\n".getBytes(UTF_8));
            assertThat(bytes(answer, true)).startsWith(head).hasSizeGreaterThan(head.length);
        }

        @Test
        void sayWhatBecomesOfTheConnection() {
            Answer answer = Answer.error(400, "No.");

            assertThat(Heads.lines(answer.bytes(false, Optional.of("close"), NOW), "Connection"))
                    .containsExactly("Connection: close");
            assertThat(Heads.lines(answer.bytes(false, Optional.empty(), NOW), "Connection"))
                    .isEmpty();
        }

        @Test
        void haveFieldsOfOthersToo() {
            Answer answer = new Answer(503, List.of(new Field("Retry-After", "5")), "");

            assertThat(Heads.lines(bytes(answer, true), "Retry-After", "Content-Length"))
                    .containsExactly("Content-Length: 0", "Retry-After: 5");
        }
    }

    @Nested
    class ItsDate {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "2026-01-01T00:00:00Z | Thu, 01 Jan 2026 00:00:00 GMT",
                    "2026-02-06T23:59:59Z | Fri, 06 Feb 2026 23:59:59 GMT",
                    "2026-03-07T12:00:00Z | Sat, 07 Mar 2026 12:00:00 GMT",
                    "2026-04-05T12:00:00Z | Sun, 05 Apr 2026 12:00:00 GMT",
                    "2026-05-04T12:00:00Z | Mon, 04 May 2026 12:00:00 GMT",
                    "2026-06-30T12:00:00Z | Tue, 30 Jun 2026 12:00:00 GMT",
                    "2026-07-01T12:00:00Z | Wed, 01 Jul 2026 12:00:00 GMT",
                    "2026-08-31T01:02:03Z | Mon, 31 Aug 2026 01:02:03 GMT",
                    "2026-09-09T12:00:00Z | Wed, 09 Sep 2026 12:00:00 GMT",
                    "2026-10-10T12:00:00Z | Sat, 10 Oct 2026 12:00:00 GMT",
                    "2026-11-23T12:00:00Z | Mon, 23 Nov 2026 12:00:00 GMT",
                    "2026-12-31T23:59:59.999Z | Thu, 31 Dec 2026 23:59:59 GMT",
                    "2028-02-29T00:00:00Z | Tue, 29 Feb 2028 00:00:00 GMT"
                })
        void isWrittenAsHttpWritesIt(Instant now, String date) {
            byte[] head = Answer.error(400, "No.").bytes(false, Optional.empty(), now);

            assertThat(Heads.lines(head, "Date")).containsExactly("Date: " + date);
        }
    }

    private static String text(Answer answer) {
        return new String(bytes(answer, true), ISO_8859_1);
    }

    private static byte[] bytes(Answer answer, boolean withPage) {
        return answer.bytes(withPage, Optional.empty(), NOW);
    }
}
