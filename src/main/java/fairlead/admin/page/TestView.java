package fairlead.admin.page;

import fairlead.admin.api.CheckForm;
import fairlead.config.Problem;
import java.util.List;
import java.util.Optional;

/**
 * What the page of the two checks shows.
 *
 * @param form as it was filled in, for both
 * @param hosts that are configured, to choose from
 * @param listeners that there are, in words
 * @param mayTest whether the user may make connections
 */
public record TestView(
        CheckForm form,
        List<Problem> routeProblems,
        List<Problem> testProblems,
        Optional<RouteView> route,
        Optional<TrialView> trial,
        List<String> hosts,
        String listeners,
        boolean mayTest) {

    /** What is wrong with a field of the dry check. */
    public String routeProblem(String field) {
        return message(routeProblems, field);
    }

    /** What is wrong with a field of the real one. */
    public String testProblem(String field) {
        return message(testProblems, field);
    }

    /** Protocols as people write them. */
    public String alpn() {
        return String.join(", ", form.alpn());
    }

    private static String message(List<Problem> problems, String field) {
        return problems.stream()
                .filter(problem -> problem.path().equals(field))
                .map(Problem::message)
                .findFirst()
                .orElse("");
    }
}
