package fairlead.bench;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a proxy is told.
 *
 * @param port where to listen, on 127.0.0.1
 * @param backend the port on 127.0.0.1 where the hosts are served
 * @param hosts names, and wildcards such as {@code *.example.com}
 * @param checks without them, no backend is checked
 * @param entry what is spoken on the port
 */
record Setup(int port, int backend, List<String> hosts, Optional<Checks> checks, Entry entry) {
    /** The host whose backend answers with what it gets. */
    static final String ECHO = "echo.bench.test";

    /** What clients speak, and what becomes of it. */
    enum Entry {
        /** TLS, passed through. */
        TLS,
        /** HTTP, passed on request by request. */
        HTTP,
        /** HTTP, every request redirected to https. */
        REDIRECT
    }

    static Setup of(String host, int backend) {
        return of(List.of(host), backend);
    }

    static Setup of(List<String> hosts, int backend) {
        return new Setup(Programs.freePort(), backend, hosts, Optional.empty(), Entry.TLS);
    }

    /** The host is served on each of these ports, and each of them is checked. */
    static Setup checked(String host, Checks checks) {
        return new Setup(Programs.freePort(), checks.ports().getFirst(), List.of(host), Optional.of(checks), Entry.TLS);
    }

    /** The host is served over plain HTTP. */
    static Setup web(Entry entry, String host, int backend) {
        return new Setup(Programs.freePort(), backend, List.of(host), Optional.empty(), entry);
    }

    /** The same with one more host, which nobody asks for. */
    Setup withUnused(int number) {
        String unused = "unused-" + number + ".bench.test";
        return new Setup(
                port, backend, Stream.concat(hosts.stream(), Stream.of(unused)).toList(), checks, entry);
    }
}
