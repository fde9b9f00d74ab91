package fairlead.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleReaderTest {

    private static final String RULE = "load_balancers[0].forwarding_rules[0]";

    private static Document rule(String entry, String target, boolean passthrough) {
        return Document.minimal().with("load_balancers[0].hosts", "[]").with(RULE, """
                {"entry_protocol": "%s", "entry_port": 443, "target_protocol": "%s", "target_port": 443,
                 "tls_passthrough": %s}""".formatted(
                        entry, target, passthrough));
    }

    @ParameterizedTest
    @CsvSource({"https, https, true", "http2, http2, true", "tcp, tcp, false"})
    void takesThePairsThatFairleadCarries(String entry, String target, boolean passthrough) {
        assertThat(rule(entry, target, passthrough).problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "https | http  | true  | target_protocol: must equal entry_protocol \"https\" when tls_passthrough is true",
                "https | http2 | true  | target_protocol: must equal entry_protocol \"https\" when tls_passthrough is true",
                "http2 | https | true  | target_protocol: must equal entry_protocol \"http2\" when tls_passthrough is true",
                "https | udp   | true  | target_protocol: must equal entry_protocol \"https\" when tls_passthrough is true",
                "https | http  | false | tls_passthrough: decrypting TLS on the load balancer is not supported: write \"target_protocol\": \"https\" and \"tls_passthrough\": true",
                "http2 | http2 | false | tls_passthrough: decrypting TLS on the load balancer is not supported: write \"target_protocol\": \"http2\" and \"tls_passthrough\": true",
                "tcp   | https | false | target_protocol: must be \"tcp\" when entry_protocol is \"tcp\": Fairlead does not translate between protocols",
                "tcp   | tcp   | true  | tls_passthrough: is for https and http2: remove it, or change entry_protocol \"tcp\"",
                "udp   | udp   | false | entry_protocol: \"udp\" is not supported: remove this rule",
                "http3 | https | true  | entry_protocol: \"http3\" is not supported, as it runs over UDP: write \"https\" or \"http2\", to which clients fall back",
            })
    void refusesTheOthersWithAReason(String entry, String target, boolean passthrough, String problem) {
        assertThat(rule(entry, target, passthrough).problems()).containsExactly(RULE + "." + problem);
    }

    @ParameterizedTest
    @CsvSource({"https, false, target_protocol", "http, true, tls_passthrough"})
    void refusesTheOthersOfHttpToo(String target, boolean passthrough, String key) {
        assertThat(rule("http", target, passthrough).problems())
                .anyMatch(problem -> problem.startsWith(RULE + "." + key + ": "));
    }

    @Test
    void refusesCertificates() {
        assertThat(Document.minimal().with(RULE + ".certificate_id", "\"c-1\"").problems())
                .containsExactly(RULE + ".certificate_id: decrypting TLS on the load balancer is not supported: "
                        + "remove this key, the backends keep their certificates");
    }
}
