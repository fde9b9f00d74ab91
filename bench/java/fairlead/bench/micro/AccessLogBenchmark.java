package fairlead.bench.micro;

import fairlead.stats.AccessLogFormat;
import fairlead.stats.ConnectionRecord;
import fairlead.stats.Outcome;
import fairlead.tls.ClientHello;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Writing the line of a connection that went well, and naming the versions that stand in it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AccessLogBenchmark {
    private final ClientHello hello = ClientHelloBenchmark.parsed();
    private final ConnectionRecord ipv4 = from("203.0.113.9");
    private final ConnectionRecord ipv6 = from("2001:db8::9:51");

    @Benchmark
    public String text() {
        return AccessLogFormat.TEXT.line(ipv4);
    }

    @Benchmark
    public String textIpv6() {
        return AccessLogFormat.TEXT.line(ipv6);
    }

    @Benchmark
    public String json() {
        return AccessLogFormat.JSON.line(ipv4);
    }

    @Benchmark
    public List<String> versionNames() {
        return hello.versionNames();
    }

    private ConnectionRecord from(String client) {
        return new ConnectionRecord(
                "0123456789abcdef",
                Instant.parse("2026-11-22T10:20:30.123456Z"),
                new InetSocketAddress(client, 51234),
                ":443",
                hello.serverName(),
                List.copyOf(hello.alpn()),
                hello.versionNames(),
                Optional.empty(),
                Optional.of("shop"),
                Optional.of("web-1"),
                Optional.of("10.0.0.1:443"),
                Outcome.COMPLETED,
                1234,
                56_789,
                Optional.of(Duration.ofNanos(1_234_567)),
                Duration.ofMillis(2500),
                Optional.empty());
    }
}
