package fairlead.admin.settings;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.config.ConfigFile;
import fairlead.config.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class SectionsTest {
    private static final String ASKED = "unknown key: the keys here are ";

    /** Everything the reader says it knows of a load balancer, asked by a key that it does not know. */
    private static Set<String> known() {
        String text = """
                {"load_balancers": [{"zzzzzzzz": 1, "name": "shop", "hosts": [], "backends": [],
                  "forwarding_rules": [{"zzzzzzzz": 1, "entry_protocol": "http", "entry_port": 80,
                                        "target_protocol": "http", "target_port": 80}],
                  "sticky_sessions": {"zzzzzzzz": 1}, "health_check": {"zzzzzzzz": 1}, "firewall": {"zzzzzzzz": 1},
                  "queue": {"zzzzzzzz": 1}}]}
                """;
        Set<String> known = new TreeSet<>();
        if (ConfigFile.parse(text) instanceof ConfigFile.Result.Invalid invalid) {
            for (Problem problem : invalid.problems()) {
                assertThat(problem.message()).startsWith(ASKED);
                String around = problem.path()
                        .replace("load_balancers[0].", "")
                        .replace("zzzzzzzz", "")
                        .replaceAll("\\[\\d+]", "[]");
                for (String key : problem.message().substring(ASKED.length()).split(", ", -1)) {
                    known.add(around + key);
                }
            }
        }
        return known;
    }

    @Test
    void everyKeyOfALoadBalancerIsInASection() {
        List<String> reachable = new ArrayList<>(List.of("name", "backends")); // the danger zone, the tab Backends
        Sections.all().forEach(section -> reachable.addAll(section.keys()));
        Set<String> known = known();
        known.removeAll(Set.of("firewall", "health_check", "queue", "sticky_sessions")); // their keys count
        assertThat(known).hasSizeGreaterThan(40);
        assertThat(reachable).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void everyChoiceOffersWhatTheReaderOffers() {
        assertThat(Words.PAIRS).extracting(Option::value).containsExactly("https", "http2", "http", "tcp");
        for (Section section : Sections.all()) {
            for (Field field : section.fields()) {
                assertThat(field.options().isEmpty()).as(field.path()).isEqualTo(field.kind() != Kind.CHOICE);
                if (field.kind() == Kind.CHOICE) {
                    assertThat(offered(field))
                            .containsAll(
                                    field.options().stream().map(Option::value).toList());
                    assertThat(field.options()).hasSameSizeAs(offered(field));
                }
            }
        }
    }

    /** What the reader names when something else stands there. */
    private static List<String> offered(Field field) {
        String inner = field.path().contains(".")
                ? "\"%s\": {\"%s\": \"zz\"}".formatted((Object[]) field.path().split("\\.", -1))
                : "\"%s\": \"zz\"".formatted(field.path());
        String text = """
                {"load_balancers": [{"name": "shop", "backends": [], %s,
                  "forwarding_rules": [{"entry_protocol": "http", "entry_port": 80,
                                        "target_protocol": "http", "target_port": 80}]}]}
                """.formatted(inner);
        assertThat(ConfigFile.parse(text)).isInstanceOf(ConfigFile.Result.Invalid.class);
        String message = ((ConfigFile.Result.Invalid) ConfigFile.parse(text))
                .problems()
                .getFirst()
                .message();
        assertThat(message).startsWith("must be one of ");
        String list = message.substring("must be one of ".length(), message.indexOf(';'));
        return List.of(list.replace("\"", "").split(", ", -1));
    }
}
