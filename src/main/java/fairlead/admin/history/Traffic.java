package fairlead.admin.history;

import fairlead.proxy.Engine;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Bytes moved since the start, those of open connections included.
 *
 * @param bytesIn read from clients
 * @param bytesOut written to clients
 */
public record Traffic(long bytesIn, long bytesOut) {
    private static final Traffic NONE = new Traffic(0, 0);

    /** That of everything the config has, at this moment. */
    public static Map<Scope, Traffic> of(Engine engine) {
        return Reading.of(engine).totals().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey,
                        totals -> new Traffic(
                                totals.getValue().bytesIn(), totals.getValue().bytesOut())));
    }

    /** That of one backend, of all there is. */
    public static Traffic of(Map<Scope, Traffic> all, String loadBalancer, String backend) {
        return all.getOrDefault(new Scope.Backend(loadBalancer, backend), NONE);
    }
}
