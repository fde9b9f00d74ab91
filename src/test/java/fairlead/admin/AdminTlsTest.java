package fairlead.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fairlead.config.AdminConfig;
import fairlead.stats.Event;
import fairlead.support.FreePort;
import fairlead.support.TestCertificate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AdminTlsTest {
    private static final TestCertificate OLD = TestCertificate.of("old", "localhost");
    private static final TestCertificate NEW = TestCertificate.of("new", "localhost");

    @TempDir
    private Path directory;

    private Path certificate;
    private Path key;

    @BeforeEach
    void write() throws IOException {
        certificate = directory.resolve("admin.pem");
        key = directory.resolve("admin-key.pem");
        install(OLD.certificateFile(), certificate);
        install(OLD.keyFile(), key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void speaksTls(String version) throws Exception {
        try (TestAdmin admin = start()) {
            assertThat(served(admin, OLD.clientContext(), version)).isEqualTo(OLD.certificate());
        }
    }

    @Test
    void theCookieIsForTlsAlone() throws Exception {
        try (TestAdmin admin = start();
                HttpClient client =
                        HttpClient.newBuilder().sslContext(OLD.clientContext()).build()) {
            URI login = URI.create("https://localhost:" + admin.server().port() + "/login");
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(login)
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(BodyPublishers.ofString("token=" + TestAdmin.TOKEN))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(303);
            assertThat(answer.headers().firstValue("Set-Cookie"))
                    .hasValueSatisfying(cookie -> assertThat(cookie)
                            .startsWith("__Host-fairlead_session=")
                            .contains("; Path=/;", "; Secure", "; HttpOnly", "; SameSite=Strict")
                            .doesNotContain("Domain"));
        }
    }

    @Test
    void newFilesAreServedWithoutARestartAndBadOnesAreNot() throws Exception {
        try (TestAdmin admin = start()) {
            install(NEW.certificateFile(), certificate); // whose key is another
            Awaitility.await()
                    .atMost(Duration.ofSeconds(15))
                    .untilAsserted(() -> assertThat(admin.engine().events().latest())
                            .extracting(Event::text)
                            .anyMatch(text -> text.contains("the former certificate of the dashboard stays in use")
                                    && text.contains("admin.key_file")));
            assertThat(served(admin, OLD.clientContext(), "TLSv1.3")).isEqualTo(OLD.certificate());
            install(NEW.keyFile(), key);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(15))
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(served(admin, NEW.clientContext(), "TLSv1.3"))
                            .isEqualTo(NEW.certificate()));
        }
    }

    @Test
    void filesOfNoUseAreNamedWithTheRemedy() throws Exception {
        Files.writeString(key, Files.readString(key).replace("PRIVATE KEY", "EC PRIVATE KEY"));
        assertThatThrownBy(this::start)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("admin.key_file: " + key)
                .hasMessageContaining("openssl pkcs8 -topk8 -nodes");
        install(NEW.keyFile(), key);
        assertThatThrownBy(this::start).hasMessageContaining("is not that of the first certificate");
        Files.writeString(certificate, "");
        assertThatThrownBy(this::start).hasMessageContaining("holds no certificate");
        Files.delete(certificate);
        assertThatThrownBy(this::start).hasMessageContaining("there is no file " + certificate);
    }

    private TestAdmin start() throws IOException {
        AdminConfig.Tls tls = new AdminConfig.Tls(certificate.toString(), key.toString());
        return TestAdmin.start(
                AdminServerTest.CONFIG.formatted(FreePort.pick()),
                new AdminConfig(true, "127.0.0.1", 0, Optional.of(tls), false, List.of()));
    }

    private static Certificate served(TestAdmin admin, SSLContext trust, String version) throws IOException {
        try (SSLSocket socket = (SSLSocket) trust.getSocketFactory()
                .createSocket("127.0.0.1", admin.server().port())) {
            socket.setSoTimeout(10_000);
            socket.setEnabledProtocols(new String[] {version});
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    private static void install(Path from, Path to) throws IOException {
        Path next = to.resolveSibling(to.getFileName() + ".next");
        Files.copy(from, next, StandardCopyOption.REPLACE_EXISTING);
        Files.move(next, to, StandardCopyOption.ATOMIC_MOVE);
    }
}
