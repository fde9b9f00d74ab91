package fairlead.admin.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class DiffTest {
    private static final String SHOP = """
            {"load_balancers": [
              {"name": "shop", "hosts": ["a.example", "b.example"],
               "forwarding_rules": [{"entry_protocol": "https", "entry_port": 443, "target_port": 443}],
               "sticky_sessions": {"type": "cookies", "cookie_secret": "one"},
               "backends": [{"name": "web-1", "address": "10.0.0.1"}, {"name": "web-2", "address": "10.0.0.2"}]},
              {"name": "api", "backends": []}]}
            """;

    private static Diff diff(String before, String after) {
        JsonMapper mapper = JsonMapper.shared();
        JsonNode old = mapper.readTree(before.replace('\'', '"'));
        return Diff.of(old, mapper.readTree(after.replace('\'', '"')));
    }

    private static Diff shopWith(String part, String instead) {
        assertThat(SHOP).contains(part.replace('\'', '"'));
        return diff(SHOP, SHOP.replace(part.replace('\'', '"'), instead));
    }

    private static List<String> paths(Diff diff) {
        return diff.entries().stream().map(Diff.Entry::path).toList();
    }

    @Nested
    final class Places {
        @Test
        void equalTreesDifferNowhere() {
            assertThat(diff("{'a': 1, 'b': [1]}", "{'b': [1], 'a': 1}").isEmpty())
                    .isTrue();
        }

        @Test
        void aMemberThatComesGoesOrChanges() {
            Diff diff = diff("{'a': 1, 'b': 2}", "{'b': 3, 'c': {'d': 4}}");
            assertThat(paths(diff)).containsExactly("b", "c", "a");
            assertThat(diff.entries().get(0).before())
                    .hasValueSatisfying(was -> assertThat(was.intValue()).isEqualTo(2));
            assertThat(diff.entries().get(1).isAdded()).isTrue();
            assertThat(diff.entries().get(2).isRemoved()).isTrue();
        }

        @Test
        void aBackendIsKnownByItsNameWhereverItStands() {
            Diff diff = shopWith("{'name': 'web-1', 'address': '10.0.0.1'}, ", "");
            assertThat(paths(diff)).containsExactly("load_balancers[shop].backends[web-1]");
            assertThat(diff.entries().getFirst().isRemoved()).isTrue();
        }

        @Test
        void aSettingOfABackend() {
            assertThat(paths(shopWith("'10.0.0.2'}", "'10.0.0.2', 'weight': 2}")))
                    .containsExactly("load_balancers[shop].backends[web-2].weight");
        }

        @Test
        void hostsAreKnownByTheirText() {
            assertThat(paths(shopWith("'a.example', 'b.example'", "'b.example', 'c.example'")))
                    .containsExactly("load_balancers[shop].hosts[c.example]", "load_balancers[shop].hosts[a.example]");
        }

        @Test
        void rulesAreKnownByTheirEntry() {
            assertThat(paths(shopWith("'target_port': 443", "'target_port': 8443")))
                    .containsExactly("load_balancers[shop].forwarding_rules[https 443].target_port");
        }

        @Test
        void listenersAreKnownByPortAndAddress() {
            Diff diff = diff(
                    "{'listeners': [{'port': 443, 'address': '::1'}, {'port': 443, 'address': '10.0.0.1'}]}",
                    "{'listeners': [{'port': 443, 'address': '::1', 'x': 1}, {'port': 80}]}");
            assertThat(paths(diff))
                    .containsExactly("listeners[443 at ::1].x", "listeners[80]", "listeners[443 at 10.0.0.1]");
        }

        @Test
        void anotherOrderIsADifferenceOfTheArray() {
            Diff diff = shopWith("'a.example', 'b.example'", "'b.example', 'a.example'");
            assertThat(paths(diff)).containsExactly("load_balancers[shop].hosts");
            assertThat(diff.entries().getFirst().after())
                    .hasValueSatisfying(order -> assertThat(order).hasToString("[\"b.example\",\"a.example\"]"));
        }

        @Test
        void twoOfTheSameNameAreNotToldApart() {
            assertThat(paths(diff("{'x': [{'name': 'a'}]}", "{'x': [{'name': 'a'}, {'name': 'a'}]}")))
                    .containsExactly("x");
        }

        @Test
        void whatIsNoObjectDiffersAsAWhole() {
            assertThat(paths(diff("{'a': {'b': 1}}", "{'a': [1]}"))).containsExactly("a");
            assertThat(paths(diff("{}", "[]"))).containsExactly("");
        }
    }

    @Nested
    final class Sentences {
        @Test
        void aLoadBalancerIsNamedOnceForAllThatChangedInIt() {
            Diff diff = diff(
                    "{'load_balancers': [{'name': 'shop', 'backends': [], 'algorithm': 'round_robin'}]}",
                    "{'load_balancers': [{'name': 'shop', 'backends': [{'name': 'web-3'}], 'algorithm': 'least_connections'}]}");
            assertThat(diff.sentence())
                    .isEqualTo("shop: backend web-3 added; algorithm round_robin -> least_connections");
            assertThat(diff.loadBalancer()).contains("shop");
        }

        @Test
        void loadBalancersThatComeAndGo() {
            Diff diff = shopWith("'name': 'api', 'backends': []", "\"name\": \"web\", \"backends\": [1]");
            assertThat(diff.sentence()).isEqualTo("load balancer web added; load balancer api removed");
            assertThat(diff.loadBalancer()).isEmpty();
        }

        @Test
        void aNewNameIsSaidAsSuch() {
            assertThat(shopWith("'name': 'shop'", "\"name\": \"store\"").sentence())
                    .isEqualTo("shop: name shop -> store");
        }

        @Test
        void whatWasNotThereIsCalledTheDefault() {
            assertThat(shopWith("'10.0.0.1'}", "\"10.0.0.1\", \"mode\": \"drain\"}")
                            .sentence())
                    .isEqualTo("shop: backend web-1 mode default -> drain");
            assertThat(diff("{'max_connections': 5}", "{}").sentence()).isEqualTo("max_connections 5 -> default");
        }

        @Test
        void secretsAreNotSaid() {
            assertThat(shopWith("'one'", "\"two\"").sentence())
                    .isEqualTo("shop: sticky_sessions cookie_secret changed");
            assertThat(diff("{}", "{'webhook_url': 'https://x.example/token'}").sentence())
                    .isEqualTo("webhook_url added");
        }

        @Test
        void staysShort() {
            StringBuilder many = new StringBuilder("{'a0': 0");
            for (int i = 1; i < 50; i++) {
                many.append(", 'a%d': %d".formatted(i, i));
            }
            Diff diff = diff(
                    "{}",
                    many.append(", 'a0': '")
                            .append("x".repeat(5000))
                            .append("'}")
                            .toString());
            assertThat(diff.sentence()).hasSizeLessThan(300).endsWith("; and 42 more");
        }

        @Test
        void nothingIsASentenceToo() {
            assertThat(diff("{}", "{}").sentence()).isEqualTo("nothing changed");
        }
    }
}
