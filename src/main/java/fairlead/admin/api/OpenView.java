package fairlead.admin.api;

import fairlead.admin.history.Rates;
import fairlead.proxy.OpenConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An open connection, as the API tells of it. */
record OpenView(
        String id,
        Instant since,
        double ageSeconds,
        String client,
        String listener,
        Optional<String> sni,
        Optional<String> host,
        List<String> alpn,
        List<String> tlsVersions,
        Optional<String> loadBalancer,
        Optional<String> backend,
        Optional<String> upstream,
        Optional<Double> connectSeconds,
        String state,
        long bytesIn,
        long bytesOut,
        double bytesInPerSecond,
        double bytesOutPerSecond) {

    private static final Map<String, Comparator<OpenView>> ORDERS = Map.of(
            "since", Comparator.comparing(OpenView::since),
            "client", Comparator.comparing(OpenView::client),
            "sni", Comparator.comparing(one -> one.sni.or(one::host).orElse("")),
            "load_balancer", Comparator.comparing(one -> one.loadBalancer.orElse("")),
            "backend", Comparator.comparing(one -> one.backend.orElse("")),
            "state", Comparator.comparing(OpenView::state),
            "bytes_in", Comparator.comparingLong(OpenView::bytesIn),
            "bytes_out", Comparator.comparingLong(OpenView::bytesOut),
            "bytes_in_per_second", Comparator.comparingDouble(OpenView::bytesInPerSecond),
            "bytes_out_per_second", Comparator.comparingDouble(OpenView::bytesOutPerSecond));

    /** What {@code sort} can be: each key, and each with a {@code -} before it for the reverse. */
    static final List<String> SORTS = ORDERS.keySet().stream()
            .sorted()
            .flatMap(key -> Stream.of(key, "-" + key))
            .toList();

    /** The order of one of {@link #SORTS}; never two equal. */
    static Comparator<OpenView> order(String sort) {
        boolean reversed = sort.startsWith("-");
        Comparator<OpenView> order = Objects.requireNonNull(ORDERS.get(reversed ? sort.substring(1) : sort));
        return (reversed ? order.reversed() : order).thenComparing(OpenView::id);
    }

    static OpenView of(OpenConnection one, Rates.Rate rate, Instant now) {
        return new OpenView(
                one.id(),
                one.since(),
                seconds(Duration.between(one.since(), now)),
                ConnectionFilter.address(one.client()),
                one.listener(),
                one.sni(),
                one.host(),
                one.alpn(),
                one.tlsVersions(),
                one.loadBalancer(),
                one.backend(),
                one.upstream(),
                one.connect().map(OpenView::seconds),
                one.state().word(),
                one.bytesIn(),
                one.bytesOut(),
                Math.rint(rate.bytesIn()),
                Math.rint(rate.bytesOut()));
    }

    /** In whole microseconds. */
    static double seconds(Duration duration) {
        return TimeUnit.NANOSECONDS.toMicros(duration.toNanos()) / 1e6;
    }
}
