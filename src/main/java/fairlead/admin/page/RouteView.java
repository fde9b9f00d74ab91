package fairlead.admin.page;

import fairlead.admin.page.Drawing.Mark;
import fairlead.proxy.Explanation;
import fairlead.proxy.Explanation.Stage;
import fairlead.proxy.Explanation.Step;
import fairlead.proxy.RouteQuestion;
import fairlead.stats.AddressText;
import fairlead.stats.Outcome;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A dry decision, for its page.
 *
 * @param level of the badge: {@code ok}, {@code warn} or {@code bad}
 * @param verdict in a few words
 * @param meaning of the outcome, if it ends
 */
public record RouteView(
        String level,
        String verdict,
        Optional<String> meaning,
        Drawing drawing,
        List<Line> steps,
        List<BackendLine> backends) {

    /** One step. */
    public record Line(String name, boolean passed, String sentence) {}

    /** One backend. */
    public record BackendLine(String position, String name, String address, String condition, String reason) {}

    static RouteView of(RouteQuestion asked, Explanation explanation) {
        boolean redirected =
                explanation.outcome().filter(Outcome.REDIRECTED::equals).isPresent();
        boolean served = explanation.backend().isPresent();
        return new RouteView(
                served || redirected ? "ok" : "bad",
                verdict(explanation, redirected),
                explanation.outcome().map(Outcome::meaning),
                drawing(asked, explanation, redirected),
                explanation.steps().stream()
                        .map(step -> new Line(words(step.stage()), step.passed(), step.sentence()))
                        .toList(),
                explanation.backends().stream()
                        .map(one -> new BackendLine(
                                one.position().isPresent()
                                        ? Integer.toString(one.position().getAsInt())
                                        : "-",
                                one.backend(),
                                one.address(),
                                one.condition(),
                                one.reason()))
                        .toList());
    }

    private static String verdict(Explanation explanation, boolean redirected) {
        String loadBalancer = explanation.loadBalancer().orElse("");
        if (explanation.backend().isPresent()) {
            return "Goes to %s / %s"
                    .formatted(loadBalancer, explanation.backend().get());
        }
        String answer = explanation.answer().orElse("");
        if (redirected) {
            return "Redirected by %s: %s".formatted(loadBalancer, answer);
        }
        return explanation
                .outcome()
                .map(outcome -> "Refused as %s: %s".formatted(outcome.word(), answer))
                .orElse("Not accepted: " + answer);
    }

    private static Drawing drawing(RouteQuestion asked, Explanation explanation, boolean redirected) {
        List<String> names = List.of(
                AddressText.of(asked.client()),
                explanation.listener().orElse(":" + asked.port()),
                explanation.loadBalancer().orElse(""),
                explanation.backend().orElse(""));
        if (explanation.backend().isPresent()) {
            return Drawing.of(names, names.size(), Mark.PASSED);
        }
        return redirected
                ? Drawing.of(names, 2, Mark.ANSWERED)
                : Drawing.of(names, end(explanation.steps()), Mark.STOPPED);
    }

    private static int end(List<Step> steps) {
        return switch (steps.getLast().stage()) {
            case LISTENER, MAX_CONNECTIONS, PROXY_HEADER, CLIENT_CAP, NAME -> 1;
            case LOAD_BALANCER, FIREWALL, LOAD_BALANCER_CAP, REDIRECT -> 2;
            case CHALLENGE, ALGORITHM, BACKEND -> 3;
        };
    }

    /** {@code Load balancer cap}. */
    private static String words(Stage stage) {
        String words = stage.word().replace('_', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
