package fairlead.config;

import java.util.List;

/** Reads the backends of one load balancer. */
final class BackendReader {

    private static final Scalar<Long> WEIGHT = new Scalar.Whole(1, 256);
    private static final Scalar<Long> CAP = new Scalar.Whole(0, Config.MOST_CONNECTIONS);

    private final Names names = new Names("backend of this load balancer");

    private final Elements<ForwardingRule> rules;

    BackendReader(Elements<ForwardingRule> rules) {
        this.rules = rules;
    }

    BackendConfig read(JsonObject json) {
        json.require("name", "address");
        if (HttpReader.bringNoRequests(rules)) {
            json.problems(List.of("http_port"), HttpReader.WITHOUT_RULE);
        }
        return new BackendConfig(
                json.text("name", names::add).orElse(""),
                json.text("address", Addresses::backend).orElse(new BackendAddress.Ip(ListenerConfig.ANY)),
                json.port("port"),
                json.port("http_port"),
                json.integer("weight", BackendConfig.DEFAULT_WEIGHT, WEIGHT),
                json.value("mode", BackendConfig.Mode.ENABLED, new Scalar.Word<>(BackendConfig.Mode.class)),
                json.integer("max_connections", 0, CAP));
    }
}
