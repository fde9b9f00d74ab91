package fairlead.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What all workloads share: the options, the two ends, and the rows so far. */
final class Rig {
    final Options options;
    final Children children;
    final Ends ends;
    private final List<Row> rows;

    private @Nullable HttpsServer https;
    private @Nullable WebServer web;

    Rig(Options options, Children children, List<Row> rows) {
        this.rows = rows;
        this.options = options;
        this.children = children;
        this.ends = new Ends(children);
    }

    /** The real backend, started when it is first needed. */
    HttpsServer https() {
        HttpsServer server = https;
        if (server == null) {
            server = new HttpsServer(children);
            https = server;
        }
        return server;
    }

    /** The same for plain HTTP. */
    WebServer web() {
        WebServer server = web;
        if (server == null) {
            server = new WebServer(children);
            web = server;
        }
        return server;
    }

    /** Opens connections through a proxy, which the load then holds; gives how many of them failed. */
    double open(Proxy proxy, String host, int count) {
        return ends.run("open port=%d host=%s count=%d".formatted(proxy.port(), host, count))
                .getOrDefault("failed", 0.0);
    }

    List<Contestant> wanted(Workload workload) {
        return workload.contestants().stream().filter(options::wants).toList();
    }

    void add(Row row) {
        rows.add(row);
    }

    /** A line for whoever waits. */
    static void progress(String line) {
        System.err.println(line);
    }
}
