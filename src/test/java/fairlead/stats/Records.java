package fairlead.stats;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Ended connections to log and count. */
final class Records {
    private Records() {}

    /** A connection with everything there is to say about it. */
    static ConnectionRecord full() {
        return of("00000000000000ff", Optional.of("shop.example.com"), List.of("h2", "http/1.1"));
    }

    /** The same connection with another id: tells lines apart. */
    static ConnectionRecord numbered(int n) {
        return of("%016x".formatted(n), Optional.of("shop.example.com"), List.of("h2"));
    }

    static ConnectionRecord offering(String... alpn) {
        return of("00000000000000ff", Optional.of("shop.example.com"), List.of(alpn));
    }

    static ConnectionRecord of(String id, Optional<String> sni, List<String> alpn) {
        return new ConnectionRecord(
                id,
                Instant.parse("2026-11-22T10:20:30Z"),
                new InetSocketAddress("203.0.113.9", 51234),
                ":443",
                sni,
                alpn,
                List.of("TLSv1.3", "TLSv1.2"),
                Optional.empty(),
                Optional.of("shop"),
                Optional.of("web-1"),
                Optional.of("10.0.0.11:443"),
                Outcome.COMPLETED,
                1234,
                5678,
                Optional.of(Duration.ofNanos(1_234_567)),
                Duration.ofMillis(2500),
                Optional.empty());
    }

    /** A connection that ended so, at this load balancer and backend, after so many bytes. */
    static ConnectionRecord ended(Outcome outcome, Optional<String> backend, long in, long out) {
        return new ConnectionRecord(
                "0000000000000001",
                Instant.EPOCH,
                new InetSocketAddress("2001:db8::2", 1),
                ":443",
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                backend.map(unused -> "shop"),
                backend,
                backend.map(unused -> "10.0.0.11:443"),
                outcome,
                in,
                out,
                backend.map(unused -> Duration.ofMillis(3)),
                Duration.ofMillis(7),
                Optional.empty());
    }

    /** A connection refused before anything was known, with a detail. */
    static ConnectionRecord refused(String detail) {
        return new ConnectionRecord(
                "0123456789abcdef",
                Instant.parse("2026-11-22T10:20:30.123456Z"),
                new InetSocketAddress("2001:db8::1", 7),
                "192.0.2.1:443",
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Outcome.HELLO_MALFORMED,
                3,
                0,
                Optional.empty(),
                Duration.ZERO,
                Optional.of(detail));
    }

    /** A request that was answered by web-1, or by nobody. */
    static ConnectionRecord answered(HttpRequest request) {
        return asked(request, Optional.of("web-1"), Optional.empty());
    }

    static ConnectionRecord asked(HttpRequest request, Optional<String> backend, Optional<Duration> connect) {
        return new ConnectionRecord(
                "00000000000000ff",
                Instant.parse("2026-11-22T10:20:30Z"),
                new InetSocketAddress("203.0.113.9", 51234),
                ":80",
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.of(request),
                Optional.of("shop"),
                backend,
                backend.map(unused -> "10.0.0.11:80"),
                Outcome.COMPLETED,
                1234,
                5678,
                connect,
                Duration.ofMillis(2500),
                Optional.empty());
    }

    static HttpRequest get(String host, String path, int status) {
        return new HttpRequest(Optional.of("GET"), Optional.of(host), Optional.of(path), Optional.of(status));
    }
}
