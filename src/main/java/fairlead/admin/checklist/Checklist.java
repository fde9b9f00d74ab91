package fairlead.admin.checklist;

import fairlead.admin.checklist.Item.State;
import fairlead.config.ForwardingRule;
import fairlead.config.HealthCheckConfig;
import fairlead.config.LoadBalancerConfig;
import fairlead.health.BackendStatus;
import fairlead.health.BackendStatus.Condition;
import fairlead.health.Survey;
import fairlead.health.finding.Finding;
import fairlead.health.finding.Finding.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What came of trying out a load balancer, one thing after another. */
public final class Checklist {
    private static final String RESOLVES = "The hosts lead to this machine";
    private static final String ANSWER = "The backends answer";
    private static final String SAME = "All backends have the same certificate";
    private static final String COVERS = "The certificate covers the hosts";
    private static final String REDIRECTS = "HTTP is redirected to HTTPS";
    private static final String NOTHING_ELSE = "Nothing else is wrong with the certificates";
    private static final String LATE = "Not everything has answered in time: test again.";

    private static final Set<Kind> DNS = EnumSet.of(Kind.HOST_UNRESOLVED, Kind.HOST_ELSEWHERE);
    private static final Set<Kind> DIFFERENT = EnumSet.of(Kind.CERTIFICATES_DIFFER);
    private static final Set<Kind> UNCOVERED = EnumSet.of(Kind.HOST_NOT_COVERED);
    private static final Set<Kind> OTHERS = EnumSet.complementOf(
            EnumSet.of(Kind.HOST_UNRESOLVED, Kind.HOST_ELSEWHERE, Kind.CERTIFICATES_DIFFER, Kind.HOST_NOT_COVERED));

    private final LoadBalancerConfig loadBalancer;
    private final Survey survey;

    private Checklist(LoadBalancerConfig loadBalancer, Survey survey) {
        this.loadBalancer = loadBalancer;
        this.survey = survey;
    }

    /** Everything, before it was tried. */
    public static List<Item> untested() {
        return List.of(ANSWER, SAME, COVERS, RESOLVES, REDIRECTS, NOTHING_ELSE).stream()
                .map(title -> new Item(State.WAITING, title, List.of()))
                .toList();
    }

    /**
     * Everything, as it was found.
     *
     * @param survey of this load balancer alone
     * @param redirect what came of a request to its http port
     */
    public static List<Item> of(LoadBalancerConfig loadBalancer, Survey survey, RedirectCheck.Result redirect) {
        Checklist list = new Checklist(loadBalancer, survey);
        List<Item> items = new ArrayList<>();
        items.add(list.answer());
        items.add(list.certificates(SAME, DIFFERENT, list.wanted().size() > 1, "There is only one backend."));
        items.add(list.certificates(COVERS, UNCOVERED, list.hasNames(), "There is no host that it could cover."));
        items.add(list.resolves());
        items.add(new Item(redirect.state(), REDIRECTS, List.of(redirect.sentence())));
        items.add(list.certificates(NOTHING_ELSE, OTHERS, true, ""));
        return List.copyOf(items);
    }

    private Item answer() {
        if (wanted().isEmpty()) {
            return Item.of(
                    State.FAILED, ANSWER, "There is no backend that takes connections: add one on the tab Backends.");
        }
        List<String> down = wanted().stream()
                .filter(backend -> backend.condition() == Condition.DOWN)
                .map(backend ->
                        "%s (%s) is %s: start the server, let this machine through its firewall, or correct the address."
                                .formatted(backend.name(), backend.address(), backend.text()))
                .toList();
        if (!down.isEmpty()) {
            return new Item(State.FAILED, ANSWER, down);
        }
        if (loadBalancer.healthCheck().protocol() == HealthCheckConfig.Protocol.NONE) {
            return Item.of(
                    State.NOT_NEEDED,
                    ANSWER,
                    "Health checks are off, so nobody knows: choose one in the settings to find out.");
        }
        boolean all = wanted().stream().allMatch(backend -> backend.condition() == Condition.UP);
        return all
                ? Item.of(
                        State.DONE,
                        ANSWER,
                        wanted().size() == 1 ? "The only one does." : "All %d do.".formatted(wanted().size()))
                : Item.of(State.WAITING, ANSWER, LATE);
    }

    private Item certificates(String title, Set<Kind> kinds, boolean needed, String why) {
        if (!isEncrypted()) {
            return Item.of(State.NOT_NEEDED, title, "No rule passes TLS through.");
        }
        if (!needed) {
            return Item.of(State.NOT_NEEDED, title, why);
        }
        if (loadBalancer.healthCheck().protocol() == HealthCheckConfig.Protocol.NONE) {
            return Item.of(State.NOT_NEEDED, title, "Health checks are off, and certificates are not looked at then.");
        }
        List<String> found = sentences(kinds);
        if (!found.isEmpty()) {
            return new Item(State.FAILED, title, found);
        }
        boolean seen = wanted().stream().anyMatch(backend -> backend.condition() == Condition.UP);
        return seen && survey.complete()
                ? Item.of(State.DONE, title, "")
                : Item.of(State.WAITING, title, seen ? LATE : "No backend has answered yet.");
    }

    private Item resolves() {
        List<String> found = sentences(DNS);
        if (!found.isEmpty()) {
            return new Item(State.FAILED, RESOLVES, found);
        }
        if (!hasNames()) {
            return Item.of(State.NOT_NEEDED, RESOLVES, "There is no exact host to look up.");
        }
        return survey.complete() ? Item.of(State.DONE, RESOLVES, "") : Item.of(State.WAITING, RESOLVES, LATE);
    }

    private List<String> sentences(Set<Kind> kinds) {
        return survey.findings().stream()
                .filter(finding -> kinds.contains(finding.kind()))
                .map(Finding::text)
                .map(text -> text + ".")
                .toList();
    }

    private List<BackendStatus> wanted() {
        return survey.backends().stream()
                .filter(backend ->
                        backend.condition() != Condition.DISABLED && backend.condition() != Condition.DRAINING)
                .toList();
    }

    private boolean hasNames() {
        return loadBalancer.hosts().stream().anyMatch(host -> !host.startsWith("*"));
    }

    private boolean isEncrypted() {
        return loadBalancer.forwardingRules().stream().anyMatch(ForwardingRule::tlsPassthrough);
    }
}
