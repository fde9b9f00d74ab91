package fairlead.config;

import fairlead.config.HttpConfig.AcmeChallenges;
import fairlead.config.HttpConfig.ForwardedHeaders;
import java.time.Duration;
import java.util.List;

/**
 * Reads what a load balancer does with requests. What its rules have no use for is a problem: whoever wrote it counts on
 * something that does not happen.
 */
final class HttpReader {

    private static final Scalar<Boolean> BOOL = new Scalar.Bool();
    private static final Scalar<Long> STATUS = new Scalar.Choice(List.of(301L, 302L, 307L, 308L));
    private static final Scalar<Duration> SECONDS = new Scalar.Seconds();
    private static final List<String> OF_REDIRECTS = List.of("redirect_status", "public_https_port");
    private static final List<String> OF_REQUESTS =
            List.of("acme_challenges", "forwarded_headers", "response_timeout_seconds");
    static final String WITHOUT_RULE = "has no effect without an http rule: remove this key, or add such a rule";

    private final Elements<ForwardingRule> rules;

    HttpReader(Elements<ForwardingRule> rules) {
        this.rules = rules;
    }

    HttpConfig read(JsonObject json) {
        HttpConfig standard = HttpConfig.DEFAULT;
        HttpConfig http = new HttpConfig(
                json.value("redirect_http_to_https", standard.redirect(), BOOL),
                json.integer("redirect_status", standard.redirectStatus(), STATUS),
                json.port("public_https_port"),
                json.value("acme_challenges", standard.acmeChallenges(), new Scalar.Word<>(AcmeChallenges.class)),
                json.value("forwarded_headers", standard.forwardedHeaders(), new Scalar.Word<>(ForwardedHeaders.class)),
                json.value("response_timeout_seconds", standard.responseTimeout(), SECONDS));
        if (rules.complete() && !rules.isEmpty()) {
            checkEffect(json, http);
        }
        return http;
    }

    private void checkEffect(JsonObject json, HttpConfig http) {
        if (!bringNoRequests(rules)) {
            checkRedirect(json, http);
        } else if (http.redirect()) {
            json.problem("redirect_http_to_https", "has nothing to redirect: add an http rule, or write false");
        } else {
            json.problems(OF_REDIRECTS, WITHOUT_RULE);
            json.problems(OF_REQUESTS, WITHOUT_RULE);
        }
    }

    private void checkRedirect(JsonObject json, HttpConfig http) {
        if (!http.redirect()) {
            json.problems(
                    OF_REDIRECTS, "has no effect unless redirect_http_to_https is true: set that, or remove this key");
        } else if (http.publicHttpsPort().isEmpty()
                && rules.values().stream().noneMatch(ForwardingRule::tlsPassthrough)) {
            json.problem(
                    "redirect_http_to_https",
                    "has nowhere to redirect to: add an https rule, or set public_https_port");
        }
    }

    /** Whether there is surely no http rule among them. */
    static boolean bringNoRequests(Elements<ForwardingRule> rules) {
        return rules.complete()
                && !rules.isEmpty()
                && rules.values().stream().noneMatch(rule -> rule.entryProtocol() == Protocol.HTTP);
    }
}
