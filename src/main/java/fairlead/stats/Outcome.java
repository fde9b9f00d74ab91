package fairlead.stats;

import java.util.Locale;

/** How a connection ended. The same word stands in the access log, the counters, the API and the dashboard. */
public enum Outcome {
    COMPLETED("both sides finished"),
    REDIRECTED("the request was answered with a redirect to https"),
    CLIENT_RESET("the client broke the connection off"),
    BACKEND_RESET("the backend broke the connection off"),
    IDLE_TIMEOUT("no byte either way for idle_timeout_seconds"),
    HALF_CLOSE_TIMEOUT("one side had finished and the other sent nothing for half_close_timeout_seconds"),
    WRITE_TIMEOUT(
            "one side stopped reading for idle_timeout_seconds (http: http_idle_timeout_seconds) while the other wanted to send"),
    BACKEND_DRAINED("closed at the end of backend_drain_timeout_seconds because its backend was being drained"),
    BACKEND_UNHEALTHY("closed because its backend was found unhealthy and on_unhealthy is close"),
    DRAINED("closed at the end of drain_timeout_seconds because Fairlead was stopping"),
    CLOSED_BY_OPERATOR("closed from the dashboard or the API"),

    TOO_MANY_CONNECTIONS("max_connections was reached, or the open-files limit below it"),
    TOO_MANY_FROM_CLIENT("the client had max_connections_per_client open already"),
    LOAD_BALANCER_FULL("the load balancer had max_connections open already"),
    FIREWALL_DENIED("the load balancer's firewall denies the client's address"),
    PROXY_HEADER_MALFORMED("a trusted proxy sent no valid PROXY header"),
    PROXY_HEADER_TIMEOUT("a trusted proxy's PROXY header was not complete in time"),
    REQUEST_MALFORMED("what the client sent is not an HTTP request that can be passed on safely"),
    REQUEST_TIMEOUT("the client's request was not complete in time"),
    HELLO_MALFORMED("what the client sent is not a TLS ClientHello"),
    HELLO_TIMEOUT("the client's ClientHello was not complete in time"),
    PLAIN_HTTP("the client spoke http:// to a TLS port"),
    CLIENT_GONE("the client left before its ClientHello or request was complete"),
    NO_LOAD_BALANCER("no load balancer has the name the client asked for, and the port has no catch-all"),
    NO_BACKEND("the load balancer has no backend that may be used"),
    BACKENDS_FULL("every backend that may be used had max_connections open, and none of them ended in time"),
    BACKEND_UNREACHABLE("no backend could be connected to in time"),
    RESPONSE_TIMEOUT("the backend did not begin its response within response_timeout_seconds"),
    RESPONSE_MALFORMED("what the backend sent is not an HTTP response that can be passed on safely"),
    OUT_OF_RESOURCES("Fairlead had no file descriptor, port or memory left for the connection"),
    INTERNAL_ERROR("a defect in Fairlead; the log has the details");

    private final String word;
    private final String meaning;

    Outcome(String meaning) {
        this.word = name().toLowerCase(Locale.ROOT);
        this.meaning = meaning;
    }

    /** The word by which the outcome is known outside: {@code hello_timeout}. */
    public String word() {
        return word;
    }

    /** Whether the client was not served, and did not just leave. */
    public boolean isRefusal() {
        return compareTo(CLOSED_BY_OPERATOR) > 0 && this != CLIENT_GONE;
    }

    /** What happened, as part of a sentence. */
    public String meaning() {
        return meaning;
    }
}
