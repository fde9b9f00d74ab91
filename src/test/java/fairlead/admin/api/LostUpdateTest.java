package fairlead.admin.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Many who change the same at once. */
final class LostUpdateTest {
    private static final int WRITERS = 50;

    @Test
    void whoeverReadsAddsAndWritesBackLosesNothingOfTheOthers() throws Exception {
        AtomicInteger races = new AtomicInteger();
        try (Shop shop = new Shop();
                ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                String host = "host-%02d.localhost".formatted(i);
                all.add(writers.submit(() -> {
                    while (!addHost(shop, host)) {
                        races.incrementAndGet();
                    }
                    return host;
                }));
            }
            for (Future<?> writer : all) {
                assertThat(writer.get(60, TimeUnit.SECONDS)).isNotNull();
            }
            List<String> hosts = new ArrayList<>(List.of("shop.localhost"));
            IntStream.range(0, WRITERS).forEach(i -> hosts.add("host-%02d.localhost".formatted(i)));
            assertThat(shop.admin.engine().config().loadBalancers().getFirst().hosts())
                    .containsExactlyInAnyOrderElementsOf(hosts);
            assertThat(Files.readString(shop.admin.file()))
                    .isEqualTo(shop.admin.store().current().text());
            assertThat(races).as("nobody met anybody").hasPositiveValue();
        }
    }

    private static boolean addHost(Shop shop, String host) throws Exception {
        HttpResponse<String> got = shop.send("GET", Shop.SHOP, "");
        JsonNode seen = JsonMapper.shared().readTree(got.body()).path("load_balancer");
        ((ArrayNode) ((ObjectNode) seen).path("hosts")).add(host);
        HttpResponse<String> put = shop.send("PUT", Shop.SHOP, seen.toString(), "If-Match", Shop.etag(got));
        assertThat(put.statusCode()).as(put.body()).isIn(200, 412);
        return put.statusCode() == 200;
    }
}
