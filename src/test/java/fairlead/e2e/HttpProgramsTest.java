package fairlead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.proxy.TestBalancer;
import fairlead.support.Readme;
import fairlead.support.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code curl} as client of an http port, nginx as the web server behind it. */
final class HttpProgramsTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int LENGTH = 2 << 20;
    private static final String CLIENT = "127.0.0.9"; // not the address that Fairlead itself comes from

    @TempDir
    private Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    @Nested
    class Redirected {

        @Test
        void curlIsToldWhere() throws Exception {
            TestBalancer balancer = start(TestBalancer.with().redirecting(443).backend("web-1", 1));
            Tools.Ran curl = curl(balancer, "/cart?item=7", "-v");
            assertThat(curl.output())
                    .contains("< HTTP/1.1 307 Temporary Redirect", "< Location: https://shop.example.com/cart?item=7")
                    .contains("<a href=\"https://shop.example.com/cart?item=7\">")
                    .doesNotContainIgnoringCase("Strict-Transport-Security");
            System.out.println(curl.output());
        }

        @Test
        void anUploadIsToldBeforeItIsSent() throws Exception {
            TestBalancer balancer = start(TestBalancer.with().redirecting(443).backend("web-1", 1));
            Tools.Ran curl = curl(
                    balancer, "/new", "-T", sample().toString(), "-H", "Expect: 100-continue", "-w", "%{size_upload}");
            assertThat(curl.exit()).as(curl.output()).isZero();
            assertThat(curl.output()).endsWith("</html>\n0").contains("https://shop.example.com/new");
        }
    }

    @Nested
    class Forwarded {
        private TestBalancer balancer;

        @BeforeEach
        void startBoth() throws IOException {
            Server nginx = start(Server.nginxWith(web()));
            balancer = start(TestBalancer.with().http().backend("web-1", nginx.port()));
        }

        @ParameterizedTest
        @ValueSource(strings = {"--http1.1", "--http1.0", "--http2"})
        void aFileComesWhole(String protocol) throws Exception {
            byte[] bytes = Files.readAllBytes(sampleServed());
            Path copy = directory.resolve("copy");
            Tools.Ran curl = curl(
                    balancer, "/sample", protocol, "-o", copy.toString(), "-w", "%{http_code} %{http_version}", "-v");
            assertThat(curl.exit()).as(curl.output()).isZero();
            assertThat(curl.output()).endsWith("200 1.1");
            assertThat(copy).hasBinaryContent(bytes);
        }

        @Test
        void anUpgradeToHttp2IsNotPassedOn() throws Exception {
            Tools.Ran curl = curl(balancer, "/seen", "--http2", "-v");
            assertThat(curl.output())
                    .contains("> Upgrade: h2c", "> HTTP2-Settings:", "< HTTP/1.1 200 ")
                    .contains("upgrade= settings= via=1.1 ");
        }

        @Test
        void theHeadAloneAndAPartOfTheBody() throws Exception {
            byte[] bytes = Files.readAllBytes(sampleServed());
            assertThat(curl(balancer, "/sample", "--head").output())
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .contains("Content-Length: " + LENGTH + "\r\n")
                    .endsWith("\r\n\r\n");
            Path part = directory.resolve("part");
            Tools.Ran curl =
                    curl(balancer, "/sample", "-r", "100000-199999", "-o", part.toString(), "-w", "%{http_code}");
            assertThat(curl.output()).isEqualTo("206");
            assertThat(part).hasBinaryContent(Arrays.copyOfRange(bytes, 100_000, 200_000));
        }

        @Test
        void severalRequestsUseOneConnection() throws Exception {
            String url = "http://shop.example.com:" + balancer.port() + "/seen";
            Tools.Ran curl = curl(balancer, "/seen", "-w", "%{num_connects} new\n", url, url, url);
            List<String> lines = curl.output().lines().toList();
            assertThat(lines)
                    .filteredOn(line -> line.endsWith(" new"))
                    .containsExactly("1 new", "0 new", "0 new", "0 new");
            assertThat(lines)
                    .filteredOn(line -> line.startsWith("upgrade="))
                    .hasSize(4)
                    .allSatisfy(line -> assertThat(line)
                            .endsWith(lines.get(0).substring(lines.get(0).lastIndexOf(" "))));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"Content-Type: text/plain", "Transfer-Encoding: chunked", "Expect: 100-continue", "Expect:"})
        void anUploadArrivesWhole(String field) throws Exception {
            Path sample = sample();
            Tools.Ran curl = curl(balancer, "/new", "-T", sample.toString(), "-H", field, "-v", "-w", "%{http_code}");
            assertThat(curl.output()).endsWith("201").doesNotContain("Done waiting for 100-continue");
            if (field.endsWith("100-continue")) {
                assertThat(curl.output()).contains("< HTTP/1.1 100 Continue");
            }
            assertThat(directory.resolve("new")).hasSameBinaryContentAs(sample);
        }

        @Test
        void aPostWaitsUntilItIsToldToGoOn() throws Exception {
            Tools.Ran curl =
                    curl(balancer, "/post", "--data-binary", "@" + sample(), "-H", "Expect: 100-continue", "-v");
            assertThat(curl.output())
                    .contains("> Expect: 100-continue", "< HTTP/1.1 100 Continue", "< HTTP/1.1 200 OK")
                    .contains("got " + LENGTH + " bytes")
                    .doesNotContain("Done waiting for 100-continue");
        }

        @ParameterizedTest
        @ValueSource(strings = {"Expect: 100-continue", "Expect:"})
        void anUploadThatIsTooLargeIsToldSo(String expect) throws Exception {
            Tools.Ran curl = curl(
                    balancer,
                    "/small/new",
                    "-T",
                    sample().toString(),
                    "-H",
                    expect,
                    "-w",
                    "%{http_code} %{size_upload}");
            assertThat(curl.output()).contains("413 Request Entity Too Large");
            assertThat(curl.output()).containsPattern(expect.endsWith("continue") ? "\\R413 0$" : "\\R413 \\d+$");
        }

        private String web() {
            return """
                    listen 127.0.0.1:%%PORT%%;
                    root %s;
                    dav_methods PUT;
                    client_max_body_size 10m;
                    location /small/ { client_max_body_size 1m; }
                    location /post { proxy_pass http://127.0.0.1:%%PORT%%/got; }
                    location /got { return 200 "got $content_length bytes"; }
                    location /seen {
                      return 200 "upgrade=$http_upgrade settings=$http_http2_settings via=$http_via over $connection\\n";
                    }
                    """.formatted(directory);
        }
    }

    /** nginx set up as the README says, where only addresses, ports and files are the test's own. */
    @Nested
    class WithTheReadmesSnippet {

        @Test
        void nginxLogsAndPassesOnTheClientsAddress() throws Exception {
            Server nginx = start(Server.nginxServing(snippet()));
            TestBalancer balancer = start(
                    TestBalancer.with().hosts("\"intranet.example.com\"").http().backend("web-1", nginx.port()));
            Tools.Ran curl = curl(
                    balancer,
                    "http://intranet.example.com:" + balancer.port() + "/a?b=c",
                    "--interface",
                    CLIENT,
                    "-H",
                    "X-Forwarded-For: 203.0.113.66",
                    "-H",
                    "X-Real-IP: 203.0.113.66");
            assertThat(curl.output())
                    .isEqualTo("remote_addr=%s for=%s proto=http port=%d host=intranet.example.com:%d real=\n"
                            .formatted(CLIENT, CLIENT, balancer.port(), balancer.port()));
            Awaitility.await()
                    .untilAsserted(() -> assertThat(nginx.accessLog())
                            .singleElement()
                            .asString()
                            .startsWith(CLIENT + " - - [")
                            .contains("\"GET /a?b=c HTTP/1.1\" 200"));
            System.out.println("nginx says: " + curl.output() + "nginx logs: "
                    + nginx.accessLog().getFirst());
        }

        private static String snippet() {
            String snippet = Readme.blocks("HTTP on port 80", "nginx").getFirst();
            assertThat(snippet).contains("listen 80;", "/var/log/nginx/access.log", "10.0.0.5");
            String fields = "for=$http_x_forwarded_for proto=$http_x_forwarded_proto port=$http_x_forwarded_port"
                    + " host=$http_x_forwarded_host real=$http_x_real_ip";
            return snippet.replace("listen 80;", "listen 127.0.0.1:%PORT%;")
                            .replace("/var/log/nginx/access.log", "access")
                            .replace("10.0.0.5", "127.0.0.1")
                            .stripTrailing()
                            .replaceFirst("}$", "")
                    + "return 200 \"remote_addr=$remote_addr " + fields + "\\n\"; }";
        }
    }

    @Nested
    class WithProxyProtocol {

        @ParameterizedTest
        @ValueSource(strings = {"v1", "v2"})
        void nginxSeesTheClientInTheHeaderOfEachConnection(String version) throws Exception {
            Server nginx = start(Server.nginxWith("""
                    listen 127.0.0.1:%PORT% proxy_protocol;
                    return 200 "$proxy_protocol_addr $proxy_protocol_port $connection_requests\\n";
                    """));
            TestBalancer balancer = start(TestBalancer.with()
                    .http()
                    .backend("web-1", nginx.port())
                    .lb("\"proxy_protocol\": \"" + version + "\""));
            String again = "http://shop.example.com:" + balancer.port() + "/";
            Tools.Ran curl = curl(balancer, "/", "--interface", CLIENT, "-w", "%{local_port}\n", again);
            List<String> lines = curl.output().lines().toList();
            assertThat(lines).as(curl.output()).hasSize(4);
            String port = lines.get(1);
            assertThat(lines).containsExactly(CLIENT + " " + port + " 1", port, CLIENT + " " + port + " 2", port);
        }
    }

    private <T extends AutoCloseable> T start(T started) {
        open.add(started);
        return started;
    }

    private TestBalancer start(TestBalancer.Setup setup) {
        return start(setup.start());
    }

    /** A file to send. */
    private Path sample() throws IOException {
        byte[] bytes = new byte[LENGTH];
        new Random(LENGTH).nextBytes(bytes);
        return Files.write(Files.createDirectories(directory.resolve("to-send")).resolve("sample"), bytes);
    }

    /** The same file, where nginx has it. */
    private Path sampleServed() throws IOException {
        return Files.copy(sample(), directory.resolve("sample"));
    }

    /** Asks for a path of the shop, or for a whole URL. */
    private static Tools.Ran curl(TestBalancer balancer, String path, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(Tools.require("curl"), "-sS", "--noproxy", "*"));
        for (String host : List.of("shop", "intranet")) {
            command.addAll(List.of("--resolve", host + ".example.com:" + balancer.port() + ":127.0.0.1"));
        }
        command.addAll(List.of(options));
        command.add(path.startsWith("/") ? "http://shop.example.com:" + balancer.port() + path : path);
        return Tools.run(LIMIT, command);
    }
}
