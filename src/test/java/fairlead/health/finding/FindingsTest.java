package fairlead.health.finding;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.health.finding.Finding.Draft;
import fairlead.health.finding.Finding.Kind;
import fairlead.health.finding.Finding.Severity;
import fairlead.stats.Event;
import fairlead.stats.EventLog;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FindingsTest {
    private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

    private final EventLog events = new EventLog();
    private Instant now = START;
    private final Findings findings = new Findings(events, new StateFile(), () -> now);

    @Test
    void whatIsNewIsRaised() {
        findings.report("certificates shop", List.of(expires(Severity.NOTICE, "expires in 20 days")));
        assertThat(findings.all()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.CERTIFICATE_EXPIRES);
            assertThat(finding.loadBalancer()).contains("shop");
            assertThat(finding.host()).contains("shop.example.com");
            assertThat(finding.firstSeen()).isEqualTo(START);
        });
        assertThat(events.latest()).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(Event.Kind.FINDING_RAISED);
            assertThat(event.loadBalancer()).contains("shop");
            assertThat(event.text()).isEqualTo("shop: expires in 20 days");
        });
    }

    @Test
    void whatStaysKeepsItsTimeThoughItsTextChanges() {
        findings.report("certificates shop", List.of(expires(Severity.NOTICE, "expires in 20 days")));
        now = START.plusSeconds(86_400);
        findings.report("certificates shop", List.of(expires(Severity.NOTICE, "expires in 19 days")));
        assertThat(findings.all()).singleElement().satisfies(finding -> {
            assertThat(finding.text()).isEqualTo("expires in 19 days");
            assertThat(finding.firstSeen()).isEqualTo(START);
        });
        assertThat(kinds()).containsExactly(Event.Kind.FINDING_RAISED);
    }

    @Test
    void whatGetsWorseIsRaisedAgain() {
        findings.report("certificates shop", List.of(expires(Severity.NOTICE, "expires in 8 days")));
        findings.report("certificates shop", List.of(expires(Severity.WARNING, "expires in 7 days")));
        findings.report("certificates shop", List.of(expires(Severity.NOTICE, "expires in 8 days")));
        assertThat(events.latest())
                .extracting(Event::text)
                .containsExactly("shop: expires in 8 days", "shop: expires in 7 days");
    }

    @Test
    void whatIsNotSaidAnyMoreIsCleared() {
        findings.report("certificates shop", List.of(expires(Severity.NOTICE, "expires in 8 days")));
        findings.report("certificates shop", List.of());
        assertThat(findings.all()).isEmpty();
        assertThat(kinds()).containsExactly(Event.Kind.FINDING_RAISED, Event.Kind.FINDING_CLEARED);
        assertThat(events.latest().getLast().text()).isEqualTo("shop: no longer so: expires in 8 days");
    }

    @Test
    void whatComesBackIsNew() {
        findings.report("certificates shop", List.of(expires(Severity.NOTICE, "expires in 8 days")));
        findings.report("certificates shop", List.of());
        now = START.plusSeconds(60);
        findings.report("certificates shop", List.of(expires(Severity.NOTICE, "expires in 8 days")));
        assertThat(findings.all()).extracting(Finding::firstSeen).containsExactly(now);
    }

    @Test
    void aScopeIsForgottenWithoutTouchingOthers() {
        findings.report("certificates shop", List.of(expires(Severity.NOTICE, "expires")));
        findings.report("dns shop", List.of(unresolved("shop.example.com", Severity.WARNING)));
        findings.forget("certificates shop");
        assertThat(findings.all()).extracting(Finding::kind).containsExactly(Kind.HOST_UNRESOLVED);
        findings.forget("never heard of");
        assertThat(kinds()).containsOnlyOnce(Event.Kind.FINDING_CLEARED);
    }

    @Test
    void theWorstComeFirstAndOfThoseTheOldest() {
        findings.report("1", List.of(unresolved("c", Severity.NOTICE)));
        now = START.plusSeconds(1);
        findings.report("2", List.of(unresolved("b", Severity.WARNING)));
        now = START.plusSeconds(2);
        findings.report("3", List.of(unresolved("d", Severity.WARNING), unresolved("a", Severity.CRITICAL)));
        assertThat(findings.all())
                .extracting(finding -> finding.host().orElseThrow())
                .containsExactly("a", "b", "d", "c");
    }

    @Test
    void ofTwoWithTheSameKeyTheWorseStands() {
        findings.report("dns shop", List.of(unresolved("a", Severity.NOTICE), unresolved("a", Severity.CRITICAL)));
        assertThat(findings.all()).extracting(Finding::severity).containsExactly(Severity.CRITICAL);
    }

    @Test
    void aScopeHoldsOnlySoManyTheWorstOnes() {
        List<Draft> many = IntStream.range(0, 500)
                .mapToObj(i -> unresolved("host-" + i, i == 499 ? Severity.CRITICAL : Severity.WARNING))
                .toList();
        findings.report("dns shop", many);
        assertThat(findings.all()).hasSize(Findings.MOST);
        assertThat(findings.all().getFirst().host()).contains("host-499");
        assertThat(events.latest()).hasSize(Findings.MOST);
    }

    @Test
    void theWordsAreLowerCase() {
        assertThat(Kind.HOST_NOT_COVERED.word()).isEqualTo("host_not_covered");
        assertThat(Severity.CRITICAL.word()).isEqualTo("critical");
    }

    private List<Event.Kind> kinds() {
        return events.latest().stream().map(Event::kind).toList();
    }

    private static Draft expires(Severity severity, String text) {
        return new Draft(
                new Finding.Key(
                        Kind.CERTIFICATE_EXPIRES,
                        Optional.of("shop"),
                        Optional.empty(),
                        Optional.of("shop.example.com")),
                severity,
                text);
    }

    private static Draft unresolved(String host, Severity severity) {
        return new Draft(
                new Finding.Key(Kind.HOST_UNRESOLVED, Optional.of("shop"), Optional.empty(), Optional.of(host)),
                severity,
                host + " cannot be resolved");
    }
}
