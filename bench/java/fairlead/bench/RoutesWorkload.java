package fairlead.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** New connections to random hosts of thousands. */
final class RoutesWorkload extends Repeated {
    private static final int HALF = 2500;

    RoutesWorkload() {
        super(
                "routes",
                "As connections, to random hosts of 5,000: 2,500 exact names and 2,500 wildcards. HAProxy's wildcards"
                        + " cover one label here, which is its fastest way.",
                Unit.CONNECTIONS);
    }

    @Override
    String host() {
        return asked().getFirst();
    }

    @Override
    Setup setup(Rig rig) {
        List<String> hosts = new ArrayList<>();
        IntStream.range(0, HALF).forEach(number -> {
            hosts.add(exact(number));
            hosts.add("*." + suffix(number));
        });
        return Setup.of(hosts, rig.ends.echoPort);
    }

    @Override
    Map<Figure, Double> measure(Rig rig, Proxy proxy, double seconds) {
        Path names = rig.children.directory("names").resolve("names");
        try {
            Files.write(names, asked());
        } catch (IOException e) {
            throw new BenchFailure("cannot write " + names, e);
        }
        return ConnectionsWorkload.measure(rig, proxy, "@" + names, ConnectionsWorkload.count(rig), 60);
    }

    private static List<String> asked() {
        return IntStream.range(0, HALF)
                .boxed()
                .flatMap(number -> List.of(exact(number), "www." + suffix(number)).stream())
                .toList();
    }

    private static String exact(int number) {
        return "shop-" + number + ".exact.bench.test";
    }

    private static String suffix(int number) {
        return "team-" + number + ".wild.bench.test";
    }
}
