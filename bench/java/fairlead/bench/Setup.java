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
 */
record Setup(int port, int backend, List<String> hosts, Optional<Checks> checks) {
    /** The host whose backend answers with what it gets. */
    static final String ECHO = "echo.bench.test";

    static Setup of(String host, int backend) {
        return of(List.of(host), backend);
    }

    static Setup of(List<String> hosts, int backend) {
        return new Setup(Programs.freePort(), backend, hosts, Optional.empty());
    }

    /** The host is served on each of these ports, and each of them is checked. */
    static Setup checked(String host, Checks checks) {
        return new Setup(Programs.freePort(), checks.ports().getFirst(), List.of(host), Optional.of(checks));
    }

    /** The same with one more host, which nobody asks for. */
    Setup withUnused(int number) {
        String unused = "unused-" + number + ".bench.test";
        return new Setup(
                port, backend, Stream.concat(hosts.stream(), Stream.of(unused)).toList(), checks);
    }
}
