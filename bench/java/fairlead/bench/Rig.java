package fairlead.bench;

import java.util.ArrayList;
import java.util.List;

/** What all workloads share: the options, the two ends, and the rows so far. */
final class Rig {
    final Options options;
    final Children children;
    final Ends ends;
    final List<Row> rows = new ArrayList<>();

    Rig(Options options, Children children) {
        this.options = options;
        this.children = children;
        this.ends = new Ends(children);
    }

    int port() {
        return Programs.freePort();
    }

    /** Opens connections through a proxy, which the load then holds. */
    void open(Proxy proxy, String host, int count) {
        double failed = ends.run("open port=%d host=%s count=%d".formatted(proxy.port(host), host, count))
                .getOrDefault("failed", 0.0);
        if (failed > 0) {
            throw new BenchFailure("%.0f of %d connections got no answer".formatted(failed, count));
        }
    }

    void add(Row row) {
        rows.add(row);
    }

    /** A line for whoever waits. */
    static void progress(String line) {
        System.err.println(line);
    }
}
