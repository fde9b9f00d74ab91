package fairlead.bench;

import java.util.Map;
import java.util.TreeMap;

/** What a proxy is told: where to listen, and each host's one backend on 127.0.0.1. */
record Setup(int port, Map<String, Integer> backends) {
    static final String ECHO = "echo.bench.test";
    static final String BULK = "bulk.bench.test";
    static final String HTTPS = "localhost"; // wrk sends as server name what it connects to

    Setup {
        backends = new TreeMap<>(backends);
    }

    /** The same with one more host, which nobody asks for. */
    Setup withUnused(int number) {
        Map<String, Integer> more = new TreeMap<>(backends);
        more.put("unused-" + number + ".bench.test", backends.values().iterator().next());
        return new Setup(port, more);
    }
}
