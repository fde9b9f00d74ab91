package fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.health.BackendStatus;
import fairlead.health.finding.Finding;
import fairlead.health.finding.Finding.Kind;
import fairlead.proxy.TestBalancer;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** What the real engine comes to think of its backends. */
final class Judged {
    /** Of a check. */
    static final String PACE =
            "\"check_interval_seconds\": 0.3, \"response_timeout_seconds\": 1, \"unhealthy_threshold\": 2, \"healthy_threshold\": 2";

    /** Only ends a test that fails; interval times threshold is far less, and what it took is printed. */
    static final Duration LIMIT = Duration.ofSeconds(20);

    /** Long enough to judge certificates that were seen in the meantime. */
    private static final Duration STEADY = Duration.ofMillis(500);

    private Judged() {}

    /** The member of a load balancer that asks for checks of this protocol, with more members. */
    static String check(String protocol, String... more) {
        String members = more.length == 0 ? "" : ", " + String.join(", ", more);
        return "\"health_check\": {\"protocol\": \"%s\", %s%s}".formatted(protocol, PACE, members);
    }

    /** Waits for the states of all backends in words, and for these findings and no others, in any order. */
    static void await(String server, TestBalancer balancer, List<String> states, Kind... findings) {
        long start = System.nanoTime();
        try {
            Awaitility.await(server)
                    .pollInterval(Duration.ofMillis(20))
                    .during(STEADY)
                    .atMost(LIMIT)
                    .untilAsserted(() -> {
                        assertThat(states(balancer)).isEqualTo(states);
                        assertThat(balancer.engine().findings())
                                .extracting(Finding::kind)
                                .containsExactlyInAnyOrder(findings);
                    });
        } finally {
            print(server, balancer, Duration.ofNanos(System.nanoTime() - start).minus(STEADY));
        }
    }

    /** Waits for the state of the only backend to read like this pattern, and for no finding. */
    static void awaitMatching(String server, TestBalancer balancer, String pattern) {
        long start = System.nanoTime();
        try {
            Awaitility.await(server)
                    .pollInterval(Duration.ofMillis(20))
                    .during(STEADY)
                    .atMost(LIMIT)
                    .untilAsserted(() -> assertThat(states(balancer))
                            .singleElement()
                            .asString()
                            .matches(pattern));
            assertThat(balancer.engine().findings()).isEmpty();
        } finally {
            print(server, balancer, Duration.ofNanos(System.nanoTime() - start).minus(STEADY));
        }
    }

    /** How the backends stand, in the order of the config. */
    static List<String> states(TestBalancer balancer) {
        return balancer.engine().backends().stream().map(BackendStatus::text).toList();
    }

    /** The sentence of the only finding of this kind. */
    static String text(TestBalancer balancer, Kind kind) {
        List<String> texts = balancer.engine().findings().stream()
                .filter(finding -> finding.kind() == kind)
                .map(Finding::text)
                .toList();
        assertThat(texts).hasSize(1);
        return texts.getFirst();
    }

    private static void print(String server, TestBalancer balancer, Duration took) {
        String states = balancer.engine().backends().stream()
                .map(status -> status.name() + " " + status.text())
                .collect(Collectors.joining(", "));
        String findings = balancer.engine().findings().stream()
                .map(finding -> finding.severity().word() + ": " + finding.text())
                .collect(Collectors.joining("; "));
        System.out.printf(
                "%s | %s | %s | %d ms%n",
                server, states, findings.isEmpty() ? "no finding" : findings, took.toMillis());
    }
}
