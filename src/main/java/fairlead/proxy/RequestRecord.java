package fairlead.proxy;

import fairlead.config.AccessLogConfig.HttpPath;
import fairlead.http.RequestHead;
import fairlead.proxy.Snapshot.Target;
import fairlead.stats.ConnectionRecord;
import fairlead.stats.HttpRequest;
import fairlead.stats.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the access log will say of one request, or of a connection without any; filled in as it becomes known. */
final class RequestRecord {
    private static final int LONGEST_PATH = 1024;

    private final Instant time = Instant.now();
    private final long began = System.nanoTime();
    private final HttpPeer client;
    private final long readBefore;
    private final long writtenBefore;
    private Optional<HttpRequest> request = Optional.empty();
    private Optional<Target> target = Optional.empty();
    private Optional<HttpUpstream> upstream = Optional.empty();
    private Optional<String> detail = Optional.empty();
    private long relayedIn;
    private long relayedOut;

    RequestRecord(HttpPeer client) {
        this.client = client;
        this.readBefore = client.bytesRead() - client.inbox().length();
        this.writtenBefore = client.bytesWritten();
    }

    void asks(RequestHead head, HttpPath wanted) {
        String path = switch (wanted) {
            case OFF -> "";
            case PATH -> head.target().path();
            case PATH_AND_QUERY -> head.target().text();
        };
        request = Optional.of(new HttpRequest(
                Optional.of(head.method()),
                Optional.of(head.authority().host()),
                path.isEmpty()
                        ? Optional.empty()
                        : Optional.of(path.substring(0, Math.min(path.length(), LONGEST_PATH))),
                Optional.empty()));
    }

    void goesTo(Target chosen) {
        target = Optional.of(chosen);
    }

    void goesOver(HttpUpstream chosen) {
        upstream = Optional.of(chosen);
    }

    void gets(int status) {
        HttpRequest asked = request.orElseGet(
                () -> new HttpRequest(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
        request = Optional.of(new HttpRequest(asked.method(), asked.host(), asked.path(), Optional.of(status)));
    }

    boolean hasStatus() {
        return request.flatMap(HttpRequest::status).isPresent();
    }

    void because(Optional<String> why) {
        detail = why;
    }

    void relayed(Relay relay) {
        relayedIn = relay.bytesIn();
        relayedOut = relay.bytesOut();
    }

    /** The record, once all is known. */
    ConnectionRecord finish(HttpSession.Client who, String listener, Outcome outcome) {
        return new ConnectionRecord(
                who.id(),
                time,
                who.source(),
                listener,
                Optional.empty(),
                List.of(),
                List.of(),
                request,
                target.map(chosen -> chosen.loadBalancer().name()),
                upstream.map(chosen -> chosen.backend().entry()),
                upstream.map(HttpUpstream::address),
                outcome,
                client.bytesRead() - client.inbox().length() - readBefore + relayedIn,
                client.bytesWritten() - writtenBefore + relayedOut,
                upstream.filter(chosen -> !chosen.wasUsed()).map(HttpUpstream::connectTime),
                Duration.ofNanos(System.nanoTime() - began),
                detail);
    }
}
