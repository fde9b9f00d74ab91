package fairlead.admin.page;

import fairlead.admin.api.TestAnswer;
import fairlead.admin.page.Drawing.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A real connection, for its page.
 *
 * @param level of the badge: {@code ok} or {@code bad}
 * @param verdict in a few words
 * @param facts about what was agreed on and shown
 */
public record TrialView(String level, String verdict, Drawing drawing, List<Line> steps, List<Fact> facts) {

    /** One step and how long it took. */
    public record Line(String name, boolean passed, String took) {}

    /** One thing to know. */
    public record Fact(String name, String value) {}

    static TrialView of(TestAnswer answer) {
        return new TrialView(
                answer.served() ? "ok" : "bad",
                verdict(answer),
                drawing(answer),
                answer.steps().stream()
                        .map(step -> new Line(words(step.step()), step.passed(), milliseconds(step.durationSeconds())))
                        .toList(),
                facts(answer));
    }

    private static String verdict(TestAnswer answer) {
        if (answer.http().isPresent()) {
            return "HTTP " + answer.http().get().status()
                    + answer.http().get().location().map(" to "::concat).orElse("");
        }
        if (answer.served()) {
            return "Served by %s / %s"
                    .formatted(
                            answer.loadBalancer().orElse("?"), answer.backend().orElse("?"));
        }
        return answer.alert()
                .map("Refused with the alert "::concat)
                .or(answer::failure)
                .orElse("Not served");
    }

    private static Drawing drawing(TestAnswer answer) {
        List<String> names = List.of(
                "this machine",
                answer.listener(),
                answer.loadBalancer().orElse(""),
                answer.backend().orElse(""));
        if (answer.served()) {
            return answer.upstream().isPresent()
                    ? Drawing.of(names, names.size(), Mark.PASSED)
                    : Drawing.of(names, 2, Mark.ANSWERED);
        }
        return Drawing.of(names, end(answer), Mark.STOPPED);
    }

    private static int end(TestAnswer answer) {
        return switch (answer.outcome().orElse("")) {
            case "firewall_denied", "load_balancer_full", "no_load_balancer" -> 2;
            default -> answer.loadBalancer().isPresent() ? 3 : 1;
        };
    }

    private static List<Fact> facts(TestAnswer answer) {
        List<Fact> facts = new ArrayList<>();
        add(
                facts,
                "Outcome",
                answer.outcome().map(word -> word + ": " + answer.meaning().orElse("")));
        add(facts, "Refused by", answer.refusedBy().map(who -> who.equals("backend") ? "the backend" : "Fairlead"));
        add(facts, "What the client saw", answer.failure());
        add(facts, "Detail", answer.detail());
        add(facts, "Backend address", answer.upstream());
        add(facts, "TLS", answer.tls().map(tls -> tls.version() + ", " + tls.cipher()));
        add(facts, "ALPN", answer.tls().map(tls -> tls.alpn().orElse("none was chosen")));
        answer.certificate().ifPresent(seen -> certificate(facts, seen));
        add(facts, "Connected to", Optional.of(answer.address()));
        add(facts, "Connection id", answer.connectionId());
        return facts;
    }

    private static void certificate(List<Fact> facts, TestAnswer.Certificate seen) {
        add(facts, "Certificate", Optional.of(seen.subject()));
        add(facts, "Is for", Optional.of(seen.names().isEmpty() ? "no name at all" : String.join(", ", seen.names())));
        add(facts, "Covers the host", seen.coversHost().map(covers -> covers ? "yes" : "no: clients will refuse it"));
        add(facts, "Trusted", Optional.of(seen.problem().map("no: "::concat).orElse("yes")));
        add(facts, "Issuer", Optional.of(seen.issuer()));
        add(facts, "Valid", Optional.of("from %s until %s".formatted(seen.notBefore(), seen.notAfter())));
        add(facts, "Key", Optional.of(seen.key()));
        add(facts, "Fingerprint (SHA-256)", Optional.of(seen.fingerprint()));
    }

    private static void add(List<Fact> facts, String name, Optional<String> value) {
        value.ifPresent(text -> facts.add(new Fact(name, text)));
    }

    private static String words(String step) {
        return switch (step) {
            case "tcp_connect" -> "Connect to the listener";
            case "backend_connect" -> "Fairlead connects to the backend";
            case "tls_handshake" -> "TLS handshake, with what is above";
            default -> "HTTP response, with what is above";
        };
    }

    private static String milliseconds(double seconds) {
        return String.format(Locale.ROOT, "%.1f ms", seconds * 1000);
    }
}
