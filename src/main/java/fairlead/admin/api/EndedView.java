package fairlead.admin.api;

import fairlead.stats.ConnectionRecord;
import fairlead.stats.HttpRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One that ended, or a request that was answered. */
record EndedView(
        String id,
        Instant time,
        double durationSeconds,
        String client,
        String listener,
        Optional<String> sni,
        Optional<String> method,
        Optional<String> host,
        Optional<String> path,
        Optional<Integer> status,
        List<String> alpn,
        List<String> tlsVersions,
        Optional<String> loadBalancer,
        Optional<String> backend,
        Optional<String> upstream,
        Optional<Double> connectSeconds,
        String outcome,
        String meaning,
        Optional<String> detail,
        long bytesIn,
        long bytesOut) {

    static EndedView of(ConnectionRecord one) {
        return new EndedView(
                one.id(),
                one.time(),
                OpenView.seconds(one.duration()),
                ConnectionFilter.address(one.client()),
                one.listener(),
                one.sni(),
                one.request().flatMap(HttpRequest::method),
                one.request().flatMap(HttpRequest::host),
                one.request().flatMap(HttpRequest::path),
                one.request().flatMap(HttpRequest::status),
                one.alpn(),
                one.tlsVersions(),
                one.loadBalancer(),
                one.backend(),
                one.upstream(),
                one.connect().map(OpenView::seconds),
                one.outcome().word(),
                one.outcome().meaning(),
                one.detail(),
                one.bytesIn(),
                one.bytesOut());
    }
}
