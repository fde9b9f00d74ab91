package fairlead.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.proxy.FakeBackend.Behaviour;
import fairlead.stats.Outcome;
import fairlead.support.FreePort;
import fairlead.tls.Hello;
import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** TLS-ALPN-01 challenges (RFC 8737) go to the one backend that asks for the certificate. */
final class AcmeTest {
    private static final byte[] CHALLENGE =
            Hello.to("shop.example.com").alpn("acme-tls/1").bytes();
    private static final byte[] ORDINARY =
            Hello.to("shop.example.com").alpn("h2", "http/1.1").bytes();

    private final FakeBackend web = FakeBackend.start(new Behaviour.Named("web"));
    private final FakeBackend acme = FakeBackend.start(new Behaviour.Named("acme"));

    @AfterEach
    void stop() {
        web.close();
        acme.close();
    }

    /** In drain mode: nothing but challenges goes there. */
    private TestBalancer.Setup setup(int acmePort) {
        return TestBalancer.with()
                .backend("web", web.port())
                .backend("acme", acmePort, "\"mode\": \"drain\"")
                .lb("\"acme_backend\": \"acme\"", "\"connect_timeout_seconds\": 0.5");
    }

    private static void assertAnswers(TestBalancer balancer, byte[] hello, String name) throws IOException {
        for (int i = 0; i < 3; i++) {
            try (Socket client = balancer.connect()) {
                assertThat(Talk.greet(client, hello)).contains(name);
            }
        }
    }

    @Test
    void aChallengeGoesToTheAcmeBackend() throws IOException {
        try (TestBalancer balancer = setup(acme.port()).start()) {
            assertAnswers(balancer, CHALLENGE, "acme");
        }
    }

    @Test
    void everythingElseGoesAsEver() throws IOException {
        try (TestBalancer balancer = setup(acme.port()).start()) {
            assertAnswers(balancer, ORDINARY, "web");
            assertAnswers(balancer, Hello.to("shop.example.com").bytes(), "web");
            assertAnswers(
                    balancer, Hello.to("shop.example.com").alpn("acme-tls/11").bytes(), "web");
        }
    }

    @Test
    void aChallengeGoesAsEverWhereNoAcmeBackendIsSet() throws IOException {
        try (TestBalancer balancer =
                TestBalancer.with().backend("web", web.port()).start()) {
            assertAnswers(balancer, CHALLENGE, "web");
        }
    }

    @Test
    void aChallengeGoesNowhereElseWhenTheAcmeBackendIsDown() throws IOException {
        try (TestBalancer balancer = setup(FreePort.pick()).start();
                Socket client = balancer.connect()) {
            client.getOutputStream().write(CHALLENGE);
            client.shutdownOutput();

            assertThat(client.getInputStream().readAllBytes()).containsExactly(21, 3, 3, 0, 2, 2, 80);
            balancer.awaitOutcome(Outcome.BACKEND_UNREACHABLE, 1);
            assertThat(web.accepted()).isZero();
        }
    }
}
