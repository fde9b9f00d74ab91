package fairlead.bench.micro;

import fairlead.proxyprotocol.ProxyHeaderEncoder;
import fairlead.proxyprotocol.Tlvs;
import fairlead.proxyprotocol.UniqueId;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Writing the header that tells a backend who its client is; version 2 as it is sent, with all TLVs and the checksum. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ProxyHeaderBenchmark {

    /** The addresses of both ends. */
    public enum Family {
        IPV4("203.0.113.9", "192.0.2.10"),
        IPV6("2001:db8::9:51", "2001:db8:1::10");

        private final String client;
        private final String server;

        Family(String client, String server) {
            this.client = client;
            this.server = server;
        }
    }

    @Param
    public Family family = Family.IPV4;

    private InetSocketAddress client = new InetSocketAddress(0);
    private InetSocketAddress server = new InetSocketAddress(0);
    private final Optional<String> host = Optional.of("www.shop.example.com");
    private final Optional<String> alpn = Optional.of("h2");
    private final String id = "0123456789abcdef";

    @Setup
    public void connect() {
        client = new InetSocketAddress(family.client, 51234);
        server = new InetSocketAddress(family.server, 443);
    }

    @Benchmark
    public byte[] v1() {
        return ProxyHeaderEncoder.v1(client, server);
    }

    @Benchmark
    public byte[] v2() {
        return ProxyHeaderEncoder.v2(client, server, new Tlvs(host, alpn, Optional.of(UniqueId.of(id))));
    }
}
