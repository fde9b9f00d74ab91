package fairlead.admin;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.support.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every answer carries, and what is refused before anybody looks at it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HeadersTest {
    private static final String BEARER = "Authorization: Bearer " + TestAdmin.TOKEN + "\r\n";

    private TestAdmin admin;

    @BeforeAll
    void start() throws Exception {
        admin = TestAdmin.start(AdminServerTest.CONFIG.formatted(FreePort.pick()));
    }

    @AfterAll
    void stop() {
        admin.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET / HTTP/1.1, 401",
        "GET /login HTTP/1.1, 200",
        "GET /healthz HTTP/1.1, 200",
        "GET /static/app.css HTTP/1.1, 200",
        "GET /static/none.css HTTP/1.1, 404",
        "PUT /login HTTP/1.1, 405",
        "GET /static/%00 HTTP/1.1, 400",
        "GET /static/..%2f HTTP/1.1, 404",
        "GET / HTTP/9, 505",
        "nonsense, 400"
    })
    void everyAnswerTellsBrowsersToDoLess(String request, int status) throws Exception {
        String answer = exchange(request + "\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 " + status + ' ')
                .contains("Content-Security-Policy: default-src 'self'; base-uri 'none'; form-action 'self';"
                        + " frame-ancestors 'none'\r\n")
                .contains("X-Content-Type-Options: nosniff\r\n")
                .contains("Referrer-Policy: same-origin\r\n")
                .contains("Cross-Origin-Opener-Policy: same-origin\r\n")
                .contains("Cross-Origin-Resource-Policy: same-origin\r\n")
                .contains("Permissions-Policy: ")
                .containsOnlyOnce("Content-Security-Policy")
                .doesNotContain("Server:", "Jetty", "Exception", "\tat ");
    }

    @ParameterizedTest
    @CsvSource({"GET / HTTP/1.1", "GET /api/v1/config HTTP/1.1", "GET /nothing HTTP/1.1", "GET /login HTTP/1.1"})
    void noAnswerThatMayChangeIsKept(String request) throws Exception {
        String answer = exchange(request + "\r\n" + BEARER + "Host: localhost\r\nConnection: close\r\n\r\n");
        assertThat(answer).contains("Cache-Control: no-store\r\n");
    }

    @Test
    void aNameThatIsNotItsOwnIsRefused() throws Exception {
        String answer = exchange("GET /login HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 421 ")
                .contains("admin.allowed_hosts")
                .doesNotContain("evil");
        assertThat(exchange("GET /healthz HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void aBodyOfAStrangerIsSmall() throws Exception {
        String head = "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n";
        assertThat(exchange(head + "Content-Length: 16385\r\n\r\n"))
                .startsWith("HTTP/1.1 413 ")
                .contains("\"payload_too_large\"", "Connection: close");
        String chunk = "4000\r\n" + "a".repeat(0x4000) + "\r\n";
        assertThat(exchange(head + "Transfer-Encoding: chunked\r\n\r\n" + chunk + chunk + "0\r\n\r\n"))
                .startsWith("HTTP/1.1 413 ");
    }

    @Test
    void aBodyOfSomebodyKnownMayBeAConfig() throws Exception {
        String head = "POST /api/v1/tokens HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + BEARER;
        String large = "[" + " ".repeat(100_000) + "]";
        assertThat(exchange(head + "Content-Length: %d\r\nConnection: close\r\n\r\n".formatted(large.length()) + large))
                .startsWith("HTTP/1.1 400 ")
                .contains("has to be an object");
        assertThat(exchange(head + "Content-Length: 16777217\r\n\r\n")).startsWith("HTTP/1.1 413 ");
    }

    @Test
    void aHeadHasItsLimit() throws Exception {
        String answer = exchange("GET / HTTP/1.1\r\nHost: localhost\r\nX-A: " + "a".repeat(20_000) + "\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 431 ").contains("the head of the request is too large");
    }

    @Test
    void aBodyOfAnotherKindIsRefused() throws Exception {
        String head = "Host: localhost\r\nContent-Length: 2\r\nConnection: close\r\n" + BEARER;
        assertThat(exchange("POST /api/v1/tokens HTTP/1.1\r\nContent-Type: text/plain\r\n" + head + "\r\n{}"))
                .startsWith("HTTP/1.1 415 ")
                .contains("application/json");
        assertThat(exchange("POST /tokens HTTP/1.1\r\nContent-Type: application/json\r\n" + head + "\r\n{}"))
                .startsWith("HTTP/1.1 415 ");
    }

    private String exchange(String request) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), admin.server().port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
