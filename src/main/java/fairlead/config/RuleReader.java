package fairlead.config;

import java.util.List;

/** Reads a forwarding rule, and refuses the pairs of protocols that Fairlead does not carry. */
final class RuleReader {

    private static final Scalar<Protocol> PROTOCOL =
            new Scalar.Word<>(Protocol.class, List.of(Protocol.HTTPS, Protocol.HTTP2, Protocol.HTTP, Protocol.TCP));
    private static final String NO_TERMINATION = "decrypting TLS on the load balancer is not supported";

    private RuleReader() {}

    static ForwardingRule read(JsonObject json) {
        json.require("entry_protocol", "entry_port", "target_protocol", "target_port");
        json.refuse("certificate_id", NO_TERMINATION + ": remove this key, the backends keep their certificates");
        ForwardingRule rule = new ForwardingRule(
                json.value("entry_protocol", Protocol.HTTPS, PROTOCOL),
                json.integer("entry_port", 443, Scalar.port()),
                json.value("target_protocol", Protocol.HTTPS, PROTOCOL),
                json.integer("target_port", 443, Scalar.port()),
                json.value("tls_passthrough", false, new Scalar.Bool()),
                json.text("listener_address", Addresses::listener));
        if (json.isSound()) {
            checkPair(json, rule);
        }
        return rule;
    }

    private static void checkPair(JsonObject json, ForwardingRule rule) {
        String entry = rule.entryProtocol().word();
        switch (rule.entryProtocol()) {
            case HTTPS, HTTP2 -> {
                if (!rule.tlsPassthrough()) {
                    json.problem(
                            "tls_passthrough",
                            NO_TERMINATION
                                    + ": write \"target_protocol\": \"%s\" and \"tls_passthrough\": true"
                                            .formatted(entry));
                } else if (rule.targetProtocol() != rule.entryProtocol()) {
                    json.problem(
                            "target_protocol",
                            "must equal entry_protocol \"%s\" when tls_passthrough is true".formatted(entry));
                }
            }
            case HTTP, TCP -> {
                if (rule.targetProtocol() != rule.entryProtocol()) {
                    json.problem(
                            "target_protocol",
                            "must be \"%1$s\" when entry_protocol is \"%1$s\": Fairlead does not translate between protocols"
                                    .formatted(entry));
                }
                if (rule.tlsPassthrough()) {
                    json.problem(
                            "tls_passthrough",
                            "is for https and http2: remove it, or change entry_protocol \"%s\"".formatted(entry));
                }
            }
            case HTTP3 ->
                json.problem(
                        "entry_protocol",
                        "\"http3\" is not supported, as it runs over UDP: write \"https\" or \"http2\", to which clients fall back");
            case UDP -> json.problem("entry_protocol", "\"udp\" is not supported: remove this rule");
        }
    }
}
