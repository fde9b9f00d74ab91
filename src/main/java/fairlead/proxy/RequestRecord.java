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

/**
 * What the access log will say of one request, or of an attempt at one; filled in by the connection's thread as it becomes
 * known, and looked at from anywhere.
 */
final class RequestRecord {
    private static final int LONGEST_PATH = 1024;
    private static final HttpRequest UNREAD =
            new HttpRequest(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private final Instant time = Instant.now();
    private final long began = System.nanoTime();
    private final HttpPeer client;
    private final long readBefore;
    private final long writtenBefore;
    private volatile HttpRequest request = UNREAD;
    private volatile Optional<Target> target = Optional.empty();
    private volatile Optional<HttpUpstream> upstream = Optional.empty();
    private volatile Optional<Relay> relay = Optional.empty();
    private volatile boolean finished;
    private Optional<String> detail = Optional.empty();

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
        request = new HttpRequest(
                Optional.of(head.method()),
                Optional.of(head.authority().host()),
                path.isEmpty()
                        ? Optional.empty()
                        : Optional.of(path.substring(0, Math.min(path.length(), LONGEST_PATH))),
                Optional.empty());
    }

    void goesTo(Target chosen) {
        target = Optional.of(chosen);
    }

    void goesOver(HttpUpstream chosen) {
        upstream = Optional.of(chosen);
    }

    void gets(int status) {
        request = new HttpRequest(request.method(), request.host(), request.path(), Optional.of(status));
    }

    boolean hasStatus() {
        return request.status().isPresent();
    }

    void because(Optional<String> why) {
        detail = why;
    }

    /** Its connection has become one whose bytes are only copied. */
    void goesThrough(Relay copies) {
        relay = Optional.of(copies);
    }

    /** The record, once all is known. */
    ConnectionRecord finish(HttpSession.Client who, String listener, Outcome outcome) {
        finished = true; // before it is counted, so that nobody counts it twice
        return record(who, listener, outcome);
    }

    /** The same as if it ended now. */
    ConnectionRecord soFar(HttpSession.Client who, String listener) {
        return record(who, listener, Outcome.COMPLETED);
    }

    /** Whether it is known what was asked for. */
    boolean isRead() {
        return request.method().isPresent();
    }

    boolean isFinished() {
        return finished;
    }

    private ConnectionRecord record(HttpSession.Client who, String listener, Outcome outcome) {
        boolean unread = !isRead(); // then what is waiting is all there is of it, and else the next
        return new ConnectionRecord(
                who.id(),
                time,
                who.source(),
                listener,
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.of(request),
                target.map(chosen -> chosen.loadBalancer().name()),
                upstream.map(chosen -> chosen.backend().entry()),
                upstream.map(HttpUpstream::address),
                outcome,
                Math.max(0, client.bytesRead() - (unread ? 0 : client.inbox().length()) - readBefore)
                        + relay.map(Relay::bytesIn).orElse(0L),
                client.bytesWritten()
                        - writtenBefore
                        + relay.map(Relay::bytesOut).orElse(0L),
                upstream.filter(chosen -> !chosen.wasUsed()).map(HttpUpstream::connectTime),
                Duration.ofNanos(System.nanoTime() - began),
                detail);
    }
}
