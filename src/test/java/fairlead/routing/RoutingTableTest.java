package fairlead.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import fairlead.routing.RoutingTable.Match;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutingTableTest {

    @Nested
    class WithACatchAll {

        private final RoutingTable<String> table = RoutingTable.<String>builder()
                .add(List.of("shop.example.com", "example.com"), "exact")
                .add(List.of("*.example.com"), "suffix")
                .add(List.of("*.eu.shop.example.com", "*.internal"), "longer suffix")
                .add(List.of(), "catch-all")
                .build();

        @ParameterizedTest
        @CsvSource({
            "shop.example.com,          exact,         shop.example.com",
            "example.com,               exact,         example.com",
            "www.example.com,           suffix,        *.example.com",
            "a.b.example.com,           suffix,        *.example.com",
            "www.shop.example.com,      suffix,        *.example.com",
            "eu.shop.example.com,       suffix,        *.example.com",
            "de.eu.shop.example.com,    longer suffix, *.eu.shop.example.com",
            "a.b.c.eu.shop.example.com, longer suffix, *.eu.shop.example.com",
            "db.internal,               longer suffix, *.internal",
            "internal,                  catch-all,     ",
            "com,                       catch-all,     ",
            "example.org,               catch-all,     ",
            "notexample.com,            catch-all,     ",
            "example.com.evil.org,      catch-all,     ",
            "shop.example.comx,         catch-all,     ",
            "*.example.com,             suffix,        *.example.com",
            ".example.com,              catch-all,     ",
            "example.com.,              catch-all,     ",
            "'',                        catch-all,     ",
            "...,                       catch-all,     ",
        })
        void prefersTheExactNameThenTheLongestSuffix(String host, String target, String pattern) {
            Optional<HostPattern> expected = Optional.ofNullable(pattern).map(HostPattern::parse);
            assertThat(table.explain(Optional.of(host))).contains(new Match<>(target, expected));
            assertThat(table.match(Optional.of(host))).contains(target);
        }

        @Test
        void givesConnectionsWithoutAHostToTheCatchAll() {
            assertThat(table.match(Optional.empty())).contains("catch-all");
            assertThat(table.explain(Optional.empty())).contains(new Match<>("catch-all", Optional.empty()));
        }

        @ParameterizedTest
        @ValueSource(strings = {"Example.com", "shop.EXAMPLE.com", "www.example.COM"})
        void leavesLowerCasingToItsCallers(String host) {
            assertThat(table.match(Optional.of(host))).contains("catch-all");
        }
    }

    @Nested
    class WithoutACatchAll {

        private final RoutingTable<String> table = RoutingTable.<String>builder()
                .add(List.of("example.com"), "exact")
                .add(List.of("*.example.com"), "suffix")
                .build();

        @Test
        void servesNobodyElse() {
            assertThat(table.match(Optional.of("example.org"))).isEmpty();
        }

        @Test
        void servesNothingWithoutAHost() {
            assertThat(table.match(Optional.empty())).isEmpty();
            assertThat(table.explain(Optional.empty())).isEmpty();
        }
    }

    @Test
    void servesNobodyWhenEmpty() {
        RoutingTable<String> table = RoutingTable.<String>builder().build();
        assertThat(table.match(Optional.of("example.com"))).isEmpty();
        assertThat(table.match(Optional.empty())).isEmpty();
    }

    @Test
    void doesNotChangeWithItsBuilder() {
        RoutingTable.Builder<String> builder = RoutingTable.<String>builder().add(List.of("a.example"), "a");
        RoutingTable<String> table = builder.build();
        builder.add(List.of("b.example"), "b").add(List.of(), "catch-all");
        assertThat(table.match(Optional.of("b.example"))).isEmpty();
    }

    @Nested
    class ClaimedTwice {

        private final RoutingTable.Builder<String> builder = RoutingTable.<String>builder()
                .add(List.of("example.com", "*.example.com"), "first")
                .add(List.of(), "catch-all");

        @ParameterizedTest
        @ValueSource(strings = {"example.com", "*.example.com"})
        void namesTheHost(String host) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> builder.add(List.of("www.example.com", host), "second"))
                    .withMessage("host \"" + host + "\" is claimed twice");
        }

        @Test
        void namesTheCatchAll() {
            assertThatIllegalStateException()
                    .isThrownBy(() -> builder.add(List.of(), "second"))
                    .withMessageContaining("catch-all");
        }

        @Test
        void tellsANameFromASuffixOfTheSameText() {
            assertThat(builder.add(List.of("*.www.example.com", "www.example.com"), "second")
                            .build()
                            .match(Optional.of("www.example.com")))
                    .contains("second");
        }
    }

    @Nested
    class WithManyHosts {

        private final RoutingTable<Integer> table = fiveThousandHosts();

        @Test
        void findsEachOfFiveThousand() {
            for (int i = 0; i < 5_000; i++) {
                String host = i % 2 == 0 ? "host-" + i + ".example.com" : "deep.www.host-" + i + ".example.com";
                assertThat(table.match(Optional.of(host))).as(host).contains(i);
            }
            assertThat(table.match(Optional.of("host-5000.example.com"))).isEmpty();
        }

        @Test
        void isNotSlowedByNamesMadeOfDots() {
            Optional<String> name = Optional.of("a.".repeat(5_000_000) + "host-1.example.com");
            assertTimeoutPreemptively(
                    Duration.ofSeconds(10), () -> assertThat(table.match(name)).contains(1));
        }

        private static RoutingTable<Integer> fiveThousandHosts() {
            RoutingTable.Builder<Integer> builder = RoutingTable.builder();
            IntStream.range(0, 5_000)
                    .forEach(i -> builder.add(List.of((i % 2 == 0 ? "" : "*.") + "host-" + i + ".example.com"), i));
            return builder.build();
        }
    }
}
