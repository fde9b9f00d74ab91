package fairlead.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a line of the access log looks like, and that nothing from the wire can break out of it. */
final class AccessLogFormatTest {
    private static final String EVERY_BYTE =
            IntStream.range(0, 256).mapToObj(Character::toString).collect(Collectors.joining());

    @Nested
    class Text {

        @Test
        void saysEverythingInOneLine() {
            assertThat(AccessLogFormat.TEXT.line(Records.full()))
                    .isEqualTo("2026-11-22T10:20:30.000Z 203.0.113.9:51234 :443 shop.example.com shop/web-1 completed"
                            + " in=1234 out=5678 upstream=10.0.0.11:443 connect=1.235ms duration=2500.000ms alpn=h2,http/1.1"
                            + " tls=TLSv1.3,TLSv1.2 id=00000000000000ff");
        }

        @Test
        void hasADashWhereThereIsNothingToSay() {
            assertThat(AccessLogFormat.TEXT.line(Records.refused("no \"TLS\" at all")))
                    .isEqualTo("2026-11-22T10:20:30.123Z [2001:db8::1]:7 192.0.2.1:443 - - hello_malformed"
                            + " in=3 out=0 upstream=- connect=- duration=0.000ms alpn=- tls=- id=0123456789abcdef"
                            + " detail=\"no \\\"TLS\\\" at all\"");
        }

        @Test
        void keepsItsFieldsWhateverProtocolsAClientNames() {
            int fields = AccessLogFormat.TEXT.line(Records.full()).split(" ", -1).length;

            String line = AccessLogFormat.TEXT.line(Records.offering("h2 outcome=completed", "a,b", EVERY_BYTE));

            assertThat(line.split(" ", -1)).hasSize(fields);
            assertThat(line).contains(" alpn=h2\\u0020outcome=completed,a\\u002cb,\\u0000\\u0001");
            assertThat(line.split(" ", -1)[11].split(",", -1)).hasSize(3);
        }

        @Test
        void saysHowManyLinesAreMissing() {
            assertThat(AccessLogFormat.TEXT.dropped(7))
                    .isEqualTo("# 7 lines dropped: the log could not be written fast enough");
        }
    }

    @Nested
    class Json {

        @Test
        void saysEverythingInOneLine() {
            assertThat(AccessLogFormat.JSON.line(Records.full()))
                    .isEqualTo("{\"time\":\"2026-11-22T10:20:30.000Z\",\"id\":\"00000000000000ff\","
                            + "\"client\":\"203.0.113.9:51234\",\"listener\":\":443\",\"sni\":\"shop.example.com\","
                            + "\"alpn\":[\"h2\",\"http/1.1\"],\"tls_versions\":[\"TLSv1.3\",\"TLSv1.2\"],"
                            + "\"load_balancer\":\"shop\",\"backend\":\"web-1\",\"upstream\":\"10.0.0.11:443\","
                            + "\"outcome\":\"completed\","
                            + "\"bytes_in\":1234,\"bytes_out\":5678,\"connect_ms\":1.235,\"duration_ms\":2500.000}");
        }

        @Test
        void leavesOutWhatIsNotKnown() {
            JsonNode line = read(AccessLogFormat.JSON.line(Records.refused("a \\ and a \"")));

            assertThat(line.propertyNames())
                    .containsExactlyInAnyOrder(
                            "time",
                            "id",
                            "client",
                            "listener",
                            "alpn",
                            "tls_versions",
                            "outcome",
                            "bytes_in",
                            "bytes_out",
                            "duration_ms",
                            "detail");
            assertThat(line.get("detail").stringValue()).isEqualTo("a \\ and a \"");
        }

        @Test
        void givesBackEveryByteOfAProtocolName() {
            JsonNode line = read(AccessLogFormat.JSON.line(Records.offering(EVERY_BYTE, "\"],\"outcome\":\"x")));

            assertThat(line.get("alpn").values().stream().map(JsonNode::stringValue))
                    .containsExactly(EVERY_BYTE, "\"],\"outcome\":\"x");
            assertThat(line.get("outcome").stringValue()).isEqualTo("completed");
        }

        @Test
        void saysHowManyLinesAreMissing() {
            assertThat(read(AccessLogFormat.JSON.dropped(7))
                            .get("dropped_lines")
                            .longValue())
                    .isEqualTo(7);
        }
    }

    @Nested
    class OfARequest {
        private static final HttpRequest UNREADABLE =
                new HttpRequest(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(400));

        @Test
        void saysWhatWasAskedForInPlaceOfWhatTlsOffers() {
            assertThat(AccessLogFormat.TEXT.line(
                            Records.answered(Records.get("shop.example.com", "/cart?a=1,2&b=%20", 404))))
                    .isEqualTo(
                            "2026-11-22T10:20:30.000Z 203.0.113.9:51234 :80 - shop/web-1 completed"
                                    + " in=1234 out=5678 upstream=10.0.0.11:80 connect=- duration=2500.000ms"
                                    + " method=GET host=shop.example.com path=/cart?a=1,2&b=%20 status=404 id=00000000000000ff");
        }

        @Test
        void hasADashForWhatIsNotKnown() {
            assertThat(AccessLogFormat.TEXT.line(Records.answered(UNREADABLE)))
                    .contains(" method=- host=- path=- status=400 id=");
            assertThat(AccessLogFormat.TEXT.line(Records.answered(
                            new HttpRequest(Optional.of("GET"), Optional.of("a"), Optional.empty(), Optional.empty()))))
                    .contains(" method=GET host=a path=- status=- id=");
        }

        @Test
        void hasKeysInJsonForWhatIsKnown() {
            JsonNode line = read(AccessLogFormat.JSON.line(Records.answered(Records.get("a.example", "/\"x\"", 200))));
            assertThat(line.get("method").stringValue()).isEqualTo("GET");
            assertThat(line.get("host").stringValue()).isEqualTo("a.example");
            assertThat(line.get("path").stringValue()).isEqualTo("/\"x\"");
            assertThat(line.get("status").intValue()).isEqualTo(200);
            assertThat(line.propertyNames()).doesNotContain("alpn", "tls_versions");

            assertThat(read(AccessLogFormat.JSON.line(Records.answered(UNREADABLE)))
                            .propertyNames())
                    .contains("status")
                    .doesNotContain("method", "host", "path");
        }

        @Test
        void keepsItsFieldsWhateverAClientWrites() {
            Optional<String> hostile = Optional.of("x status=200 id=1\n" + EVERY_BYTE);
            ConnectionRecord record = Records.answered(new HttpRequest(hostile, hostile, hostile, Optional.of(200)));
            int fields = AccessLogFormat.TEXT.line(Records.answered(UNREADABLE)).split(" ", -1).length;

            String line = AccessLogFormat.TEXT.line(record);

            assertThat(line).matches("[ -~]+").contains(" method=x\\u0020status=200\\u0020id=1\\u000a\\u0000");
            assertThat(line.split(" ", -1)).hasSize(fields);
            JsonNode json = read(AccessLogFormat.JSON.line(record));
            for (String key : List.of("method", "host", "path")) {
                assertThat(json.get(key).stringValue()).isEqualTo(hostile.get());
            }
        }
    }

    @Test
    void aLineIsOneLineOfPrintableAsciiWhateverIsInIt() {
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            String hostile = random.ints(1 + random.nextInt(40), 0, i % 2 == 0 ? 256 : 0x10000)
                    .mapToObj(c -> String.valueOf((char) c))
                    .collect(Collectors.joining());
            ConnectionRecord record = Records.of("1", Optional.of(hostile), List.of(hostile, "h2"));

            for (AccessLogFormat format : AccessLogFormat.values()) {
                assertThat(format.line(record)).matches("[ -~]+");
            }
            JsonNode json = read(AccessLogFormat.JSON.line(record));
            assertThat(json.get("sni").stringValue()).isEqualTo(hostile);
            assertThat(json.get("alpn").get(0).stringValue()).isEqualTo(hostile);
        }
    }

    @Test
    void everyOutcomeHasAWordOfItsOwnAndAMeaning() {
        assertThat(Outcome.values())
                .extracting(Outcome::word)
                .doesNotHaveDuplicates()
                .allMatch(word -> word.matches("[a-z_]+"));
        assertThat(Outcome.values())
                .extracting(Outcome::meaning)
                .doesNotHaveDuplicates()
                .doesNotContain("");
    }

    private static JsonNode read(String line) {
        return JsonMapper.shared().readTree(line);
    }
}
