package fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.e2e.Server;
import fairlead.proxy.TestBalancer;
import fairlead.support.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Challenges by {@code certbot --webroot} on one of three servers, fetched as an authority does, with the redirect on. */
final class AcmeIT {
    private static final String CHALLENGES = "/.well-known/acme-challenge/";
    private static final int SERVERS = 3;
    private static final int RENEWALS = 30;

    @TempDir
    private Path directory;

    private final TestBalancer.Setup setup = TestBalancer.with()
            .top("\"max_connections\": 1000")
            .redirecting(443)
            .accessLog("stdout");
    private final List<Server> servers = new ArrayList<>();

    /** Status, body, and where the client is sent. */
    private record Fetched(String status, String body, String location) {}

    @BeforeEach
    void startServers() throws IOException {
        Tools.require("curl");
        for (int i = 0; i < SERVERS; i++) {
            Files.createDirectories(webroot(i));
            Files.writeString(directory.resolve(i + "/index.html"), "the page of web-" + i);
            servers.add(Server.nginxWith("listen 127.0.0.1:%PORT%;\nroot " + directory.resolve("" + i) + ";"));
            setup.backend("web-" + i, servers.get(i).port());
        }
    }

    @AfterEach
    void stopServers() {
        servers.forEach(Server::close);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void theTokenIsFoundWhicheverServerHasItAndWhicheverIsAskedFirst(int holder) throws Exception {
        Files.writeString(webroot(holder).resolve("a-token_1"), "a-token_1.thumbprint");
        try (FairleadProcess unused = FairleadProcess.serve(setup.json())) {
            for (int i = 0; i < 2 * SERVERS; i++) {
                assertThat(fetch(CHALLENGES + "a-token_1")).isEqualTo(new Fetched("200", "a-token_1.thumbprint", ""));
            }
            assertThat(fetch(CHALLENGES + "a-token_1", "--head").status()).isEqualTo("200");
            for (int i = 0; i < SERVERS; i++) { // they are asked in the order of the config
                String answer = i < holder ? " 404 " : " 200 ";
                assertThat(servers.get(i).accessLog())
                        .as("web-%d, where the token is on web-%d", i, holder)
                        .hasSize(i > holder ? 0 : 2 * SERVERS + 1)
                        .allMatch(line -> line.contains(answer));
            }
        }
    }

    @Test
    void everythingElseIsRedirected() throws Exception {
        Files.writeString(webroot(1).resolve("a-token_1"), "a-token_1.thumbprint");
        Files.writeString(webroot(1).resolve("not.a.token"), "not for an authority");
        try (FairleadProcess fairlead = FairleadProcess.serve(setup.json())) {
            assertRedirected("/");
            assertRedirected("/index.html?a=b");
            assertRedirected("/.well-known/security.txt");
            assertRedirected("/.well-known/acme-challenge");
            assertRedirected(CHALLENGES);
            assertRedirected(CHALLENGES + "unknown");
            assertRedirected(CHALLENGES + "not.a.token");
            assertRedirected(CHALLENGES + "../../index.html");
            assertRedirected(CHALLENGES + "a-token_1", "--data", "posted");
            assertThat(fetch(CHALLENGES + "a-token_1").status()).isEqualTo("200");
            fairlead.await(
                    "log",
                    () -> assertThat(AccessLine.of(fairlead.stdout()))
                            .extracting(AccessLine::outcome)
                            .filteredOn("completed"::equals)
                            .hasSize(1));
            System.out.println(curl(CHALLENGES + "a-token_1", "-v").output());
        }
    }

    /** Each time another server renews its certificate, with a file that is there only while it does. */
    @Test
    void thirtyRenewalsInARowFindTheirTokenAndLeaveNothing() throws Exception {
        try (FairleadProcess fairlead = FairleadProcess.serve(setup.json())) {
            long start = System.nanoTime();
            for (int i = 0; i < RENEWALS; i++) {
                String token = UUID.randomUUID().toString().replace("-", "");
                Path file = Files.writeString(webroot(i % SERVERS).resolve(token), token + ".thumbprint");
                assertThat(fetch(CHALLENGES + token)).isEqualTo(new Fetched("200", token + ".thumbprint", ""));
                Files.delete(file);
                assertRedirected(CHALLENGES + token);
            }
            System.out.printf(
                    "%d renewals, each found on one of %d servers and redirected afterwards, in %d ms%n",
                    RENEWALS, SERVERS, (System.nanoTime() - start) / 1_000_000);
            assertThat(fairlead.stderr()).doesNotContain("WARNING", "ERROR");
        }
    }

    @Test
    void aServerThatIsDownDoesNotHideTheToken() throws Exception {
        Files.writeString(webroot(2).resolve("a-token_1"), "a-token_1.thumbprint");
        servers.get(0).close();
        servers.remove(0);
        try (FairleadProcess unused = FairleadProcess.serve(setup.json())) {
            for (int i = 0; i < 2 * SERVERS; i++) {
                assertThat(fetch(CHALLENGES + "a-token_1").body()).isEqualTo("a-token_1.thumbprint");
            }
        }
    }

    private Path webroot(int server) {
        return directory.resolve(server + CHALLENGES);
    }

    private void assertRedirected(String path, String... options) throws Exception {
        Fetched fetched = fetch(path, options);
        assertThat(fetched.status()).as(path).isEqualTo("307");
        assertThat(fetched.location()).isEqualTo("https://shop.example.com" + path);
    }

    private Fetched fetch(String path, String... options) throws Exception {
        Tools.Ran curl = curl(path, options);
        assertThat(curl.exit()).as(curl.output()).isZero();
        String[] told = curl.output().split("\n--- ", -1);
        String[] end = told[1].split(" ", -1);
        return new Fetched(end[0], told[0], end[1]);
    }

    private Tools.Ran curl(String path, String... options) throws Exception {
        String host = "shop.example.com:" + setup.port();
        List<String> command = new ArrayList<>(List.of(Tools.require("curl"), "-sS", "--noproxy", "*", "--path-as-is"));
        command.addAll(List.of("--resolve", host + ":127.0.0.1", "-w", "\n--- %{http_code} %header{location}"));
        command.addAll(List.of(options));
        command.add("http://" + host + path);
        return Tools.run(FairleadProcess.LIMIT, command);
    }
}
