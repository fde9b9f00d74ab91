package fairlead.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;

/** Hellos that the JDK's own client makes, so that the parser and the byte builder cannot agree on a mistake. */
class RealHelloTest {

    @Test
    void ofTls13IsRead() throws Exception {
        ClientHello hello = Parsing.complete(helloFor("Shop.Example.com", "TLSv1.3", "TLSv1.2"));

        assertThat(hello.serverName()).contains("shop.example.com");
        assertThat(hello.alpn()).containsExactly("h2", "http/1.1");
        assertThat(hello.legacyVersion()).isEqualTo(0x0303);
        assertThat(hello.versionNames()).containsExactly("TLSv1.3", "TLSv1.2");
        assertThat(hello.cipherSuites()).contains(0x1301, 0x1302);
        assertThat(hello.extensionTypes()).contains(0, 10, 13, 16, 43, 51);
        assertThat(hello.encryptedClientHello()).isFalse();
    }

    @Test
    void ofTls12IsRead() throws Exception {
        ClientHello hello = Parsing.complete(helloFor("shop.example.com", "TLSv1.2"));

        assertThat(hello.serverName()).contains("shop.example.com");
        assertThat(hello.alpn()).containsExactly("h2", "http/1.1");
        assertThat(hello.versionNames()).containsExactly("TLSv1.2");
        assertThat(hello.cipherSuites()).contains(0xc02f).doesNotContain(0x1301);
        assertThat(hello.extensionTypes()).doesNotContain(51);
    }

    @Test
    void isIncompleteUntilItsLastByte() throws Exception {
        byte[] bytes = helloFor("shop.example.com", "TLSv1.3");

        for (int length = 0; length < bytes.length; length++) {
            assertThat(Parsing.incomplete(Arrays.copyOf(bytes, length))).isBetween(length + 1, bytes.length);
        }
    }

    private static byte[] helloFor(String host, String... versions) throws GeneralSecurityException, SSLException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, null, null);
        SSLEngine client = context.createSSLEngine();
        client.setUseClientMode(true);
        SSLParameters parameters = client.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(host)));
        parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
        parameters.setProtocols(versions);
        client.setSSLParameters(parameters);
        ByteBuffer out = ByteBuffer.allocate(client.getSession().getPacketBufferSize());
        client.wrap(ByteBuffer.allocate(0), out);
        return Arrays.copyOf(out.array(), out.position());
    }
}
