package fairlead.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.proxy.FakeBackend.Behaviour;
import fairlead.stats.Outcome;
import fairlead.tls.Hello;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the access log has of real connections. */
final class AccessLogLinesTest {
    private static final byte[] HELLO = Hello.to("shop.example.com").bytes();

    @TempDir
    private Path directory;

    private static void exchange(TestBalancer balancer, byte[] hello) throws IOException {
        try (Socket client = balancer.connect()) {
            client.getOutputStream().write(hello);
            client.shutdownOutput();
            assertThat(client.getInputStream().readAllBytes()).isEqualTo(hello);
        }
    }

    @Test
    void isALineForEveryConnectionThoughTheFileIsChangedAgainAndAgain() throws IOException {
        int each = 10;
        int files = 5;
        try (FakeBackend backend = FakeBackend.start(new Behaviour.Echo());
                TestBalancer balancer = TestBalancer.with()
                        .backend("web-1", backend.port())
                        .accessLog(directory.resolve("0.log"))
                        .start()) {
            for (int file = 1; file <= files; file++) {
                for (int i = 0; i < each; i++) {
                    exchange(balancer, HELLO);
                }
                balancer.apply(TestBalancer.with()
                        .backend("web-1", backend.port())
                        .accessLog(directory.resolve(file + ".log")));
            }
            balancer.awaitOutcome(Outcome.COMPLETED, each * files);
        }
        long lines = 0;
        for (int file = 0; file <= files; file++) {
            lines += Files.readAllLines(directory.resolve(file + ".log")).size();
        }
        assertThat(lines).isEqualTo((long) each * files);
    }

    @Test
    void haveTheFirstFewOfThousandsOfProtocols() throws IOException {
        List<String> protocols = Collections.nCopies(10_000, "h2");
        byte[] hello = Hello.to("shop.example.com")
                .alpn(protocols.toArray(String[]::new))
                .bytes();
        Path log = directory.resolve("access.log");
        try (FakeBackend backend = FakeBackend.start(new Behaviour.Echo());
                TestBalancer balancer = TestBalancer.with()
                        .backend("web-1", backend.port())
                        .accessLog(log)
                        .start()) {
            exchange(balancer, hello);
        }

        assertThat(log).content().contains(" alpn=h2,h2,h2,h2,h2,h2,h2,h2 ").contains(" in=" + hello.length + " ");
    }
}
