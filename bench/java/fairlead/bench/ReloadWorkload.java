package fairlead.bench;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** New connections while the config changes every second. */
final class ReloadWorkload extends Repeated {
    private static final int TIMES_LONGER = 3;
    private static final int LIMIT_SECONDS = 60;

    private int changes;

    ReloadWorkload() {
        super(
                "reload",
                "As connections, while once a second a new config is written and the proxy told to read it.",
                Unit.CONNECTIONS);
    }

    @Override
    public List<Contestant> contestants() {
        return List.of(
                new Fairlead(), new Haproxy(false, true), new Haproxy(true, true), new Nginx(false), new Nginx(true));
    }

    @Override
    Map<Figure, Double> measure(Rig rig, Proxy proxy, double seconds) {
        int before = changes;
        CompletableFuture<Map<Figure, Double>> load = CompletableFuture.supplyAsync(
                () -> ConnectionsWorkload.measure(rig, proxy, host(), Integer.MAX_VALUE, TIMES_LONGER * seconds));
        Map<Figure, Double> figures = reloadUntilDone(proxy, load);
        figures.put(Figure.RELOADS, (double) changes - before);
        return figures;
    }

    private Map<Figure, Double> reloadUntilDone(Proxy proxy, CompletableFuture<Map<Figure, Double>> load) {
        for (int second = 0; second < LIMIT_SECONDS; second++) {
            try {
                return load.get(1, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                changes++;
                proxy.reload(changes);
            } catch (ExecutionException e) {
                throw new BenchFailure("new connections during reloads", e.getCause() == null ? e : e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new BenchFailure("interrupted");
            }
        }
        throw new BenchFailure("the connections did not end");
    }
}
