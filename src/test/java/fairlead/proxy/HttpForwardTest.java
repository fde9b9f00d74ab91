package fairlead.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/** Requests that are passed on to backends, and the responses that come back. */
final class HttpForwardTest {

    @Test
    void passesARequestOnAndItsResponseBack() throws IOException {
        try (HttpBackend web = HttpBackend.named("web-1");
                TestBalancer balancer = TestBalancer.with()
                        .http()
                        .lb("\"forwarded_headers\": \"both\"")
                        .backend("web-1", web.port())
                        .start();
                Socket client = balancer.connect()) {
            client.getOutputStream()
                    .write("GET /a?b=c HTTP/1.1\r\nHost: Shop.Example.com\r\nX-Forwarded-For: 6.6.6.6\r\n\r\n"
                            .getBytes(ISO_8859_1));
            HttpMessage response = HttpMessage.response(new BufferedInputStream(client.getInputStream()), "GET")
                    .orElseThrow();
            assertThat(response.startLine()).isEqualTo("HTTP/1.1 200 Scripted");
            assertThat(response.body()).isEqualTo("web-1");
            assertThat(web.lastRequest().startLine()).isEqualTo("GET /a?b=c HTTP/1.1");
            assertThat(web.lastRequest().field("Host")).isEqualTo("shop.example.com");
            assertThat(web.lastRequest().field("X-Forwarded-For")).isEqualTo("127.0.0.1");
        }
    }
}
