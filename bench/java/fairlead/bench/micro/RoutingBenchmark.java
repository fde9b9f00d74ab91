package fairlead.bench.micro;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import fairlead.routing.RoutingTable;
import java.util.List;
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

/** Finding one of 5,000 load balancers, each with a host and a wildcard, by a name that was just made from bytes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RoutingBenchmark {
    private static final int LOAD_BALANCERS = 5_000;
    private static final int STEP = 1_031; // no two connections in a row ask for neighbours

    /** What the client asks for. */
    public enum Asked {
        EXACT("www.shop-%d.example.com"),
        /** Three labels below the suffix. */
        WILDCARD("a.b.c.shop-%d.example.com"),
        /** Nobody has it, and there is no catch-all. */
        UNKNOWN("a.b.c.shop-%d.example.net");

        private final String pattern;

        Asked(String pattern) {
            this.pattern = pattern;
        }
    }

    @Param
    public Asked asked = Asked.EXACT;

    private final RoutingTable<Integer> routes = routes();
    private final byte[][] hosts = new byte[LOAD_BALANCERS][];
    private int next;

    @Setup
    public void ask() {
        for (int i = 0; i < hosts.length; i++) {
            hosts[i] = asked.pattern.formatted(i).getBytes(ISO_8859_1);
        }
    }

    @Benchmark
    public Optional<Integer> match() {
        next = (next + STEP) % LOAD_BALANCERS;
        return routes.match(Optional.of(new String(hosts[next], ISO_8859_1)));
    }

    private static RoutingTable<Integer> routes() {
        RoutingTable.Builder<Integer> routes = RoutingTable.builder();
        for (int i = 0; i < LOAD_BALANCERS; i++) {
            routes.add(List.of("www.shop-%d.example.com".formatted(i), "*.shop-%d.example.com".formatted(i)), i);
        }
        return routes.build();
    }
}
