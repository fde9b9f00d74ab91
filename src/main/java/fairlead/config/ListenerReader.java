package fairlead.config;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the listeners. */
final class ListenerReader {

    private static final Scalar<Duration> SECONDS = new Scalar.Seconds();
    private static final long SMALLEST_CLIENT_HELLO = 1024; // a browser's hello can be larger than half of it
    private static final Scalar<Long> CLIENT_HELLO_BYTES =
            new Scalar.Whole(SMALLEST_CLIENT_HELLO, ListenerConfig.DEFAULT_MAX_CLIENT_HELLO_BYTES);

    private static final List<String> HTTP_KEYS = List.of("http_header_timeout_seconds", "http_idle_timeout_seconds");

    private final Map<String, List<String>> httpKeys = new HashMap<>(); // by the listener's path

    ListenerConfig read(JsonObject json) {
        json.require("port");
        httpKeys.put(json.path(), HTTP_KEYS.stream().filter(json::has).toList());
        return new ListenerConfig(
                json.integer("port", 443, Scalar.port()),
                json.text("address", Addresses::listener).orElse(ListenerConfig.ANY),
                json.value("accept_proxy_protocol", false, new Scalar.Bool()),
                json.texts("trusted_proxies", Addresses::trustedProxy).values(),
                json.value("client_hello_timeout_seconds", ListenerConfig.DEFAULT_HEADER_TIMEOUT, SECONDS),
                json.integer(
                        "max_client_hello_bytes", ListenerConfig.DEFAULT_MAX_CLIENT_HELLO_BYTES, CLIENT_HELLO_BYTES),
                json.value("proxy_header_timeout_seconds", ListenerConfig.DEFAULT_HEADER_TIMEOUT, SECONDS),
                json.value("http_header_timeout_seconds", ListenerConfig.DEFAULT_HEADER_TIMEOUT, SECONDS),
                json.value("http_idle_timeout_seconds", ListenerConfig.DEFAULT_HTTP_IDLE_TIMEOUT, SECONDS),
                json.integer("max_connections_per_client", 0, new Scalar.Whole(0, Config.MOST_CONNECTIONS)));
    }

    /** Which keys that only http has a use for the listener in this place has. */
    List<String> httpKeys(String path) {
        return httpKeys.getOrDefault(path, List.of());
    }
}
