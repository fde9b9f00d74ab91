package fairlead.proxyprotocol;

import static fairlead.proxyprotocol.Headers.ascii;
import static fairlead.proxyprotocol.Headers.hexOf;
import static org.assertj.core.api.Assertions.assertThat;

import fairlead.proxyprotocol.ProxyHeader.Proxied;
import fairlead.proxyprotocol.ProxyHeaderDecoder.Decoded;
import fairlead.proxyprotocol.ProxyHeaderParser.Result.Complete;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProxyHeaderRoundTripTest {

    private static final int ROUNDS = 20_000;

    private final Random random = new Random(7);

    @Test
    void parserReadsWhatTheEncoderWrote() {
        for (int i = 0; i < ROUNDS; i++) {
            Proxied proxied = new Proxied(randomEndpoint(), randomEndpoint(), randomTlvs());
            Proxied plain = new Proxied(proxied.source(), proxied.destination(), Tlvs.NONE);
            byte[] v1 = ProxyHeaderEncoder.v1(proxied.source(), proxied.destination());
            byte[] v2 = ProxyHeaderEncoder.v2(proxied.source(), proxied.destination(), proxied.tlvs());

            assertThat(ProxyHeaderParser.parse(v1, 0, v1.length))
                    .as(() -> hexOf(v1))
                    .isEqualTo(new Complete(plain, v1.length));
            assertThat(ProxyHeaderParser.parse(v2, 0, v2.length))
                    .as(() -> hexOf(v2))
                    .isEqualTo(new Complete(proxied, v2.length));
        }
    }

    @Test
    void anIndependentDecoderReadsWhatTheEncoderWrote() throws IOException {
        for (int i = 0; i < ROUNDS; i++) {
            InetSocketAddress source = randomEndpoint();
            InetSocketAddress destination = randomEndpoint();
            Tlvs tlvs = randomTlvs();

            Decoded v1 = decodeBeforeHello(ProxyHeaderEncoder.v1(source, destination));
            assertThat(v1.version()).isEqualTo(1);
            assertThat(v1.source()).contains(source);
            assertThat(v1.destination()).contains(destination);

            Decoded v2 = decodeBeforeHello(ProxyHeaderEncoder.v2(source, destination, tlvs));
            assertThat(v2.version()).isEqualTo(2);
            assertThat(v2.source()).contains(source);
            assertThat(v2.destination()).contains(destination);
            assertThat(new Tlvs(v2.authority(), v2.alpn(), v2.uniqueId())).isEqualTo(tlvs);
            assertThat(v2.tlvs()).containsKey(0x03);
        }
    }

    @Test
    void anIndependentDecoderReadsHeadersThatNameNoClient() throws IOException {
        assertThat(decodeBeforeHello(ProxyHeaderEncoder.v1Unknown()).local()).isTrue();
        assertThat(decodeBeforeHello(ProxyHeaderEncoder.v2Local()).local()).isTrue();
    }

    private static Decoded decodeBeforeHello(byte[] header) throws IOException {
        byte[] hello = ascii("hello");
        byte[] sent = new byte[header.length + hello.length];
        System.arraycopy(header, 0, sent, 0, header.length);
        System.arraycopy(hello, 0, sent, header.length, hello.length);
        ByteArrayInputStream stream = new ByteArrayInputStream(sent);
        Decoded decoded = ProxyHeaderDecoder.read(stream);
        assertThat(stream.readAllBytes()).isEqualTo(hello);
        return decoded;
    }

    private InetSocketAddress randomEndpoint() {
        byte[] address = randomBytes(random.nextBoolean() ? 4 : 16);
        if (address.length == 16 && random.nextInt(4) == 0) {
            Arrays.fill(address, random.nextInt(8), 8 + random.nextInt(9), (byte) 0);
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), random.nextInt(65_536));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private Tlvs randomTlvs() {
        return new Tlvs(
                random.nextBoolean() ? Optional.of(randomText('a', 26)) : Optional.empty(),
                random.nextBoolean() ? Optional.of(randomText('\0', 256)) : Optional.empty(),
                random.nextBoolean() ? Optional.of(UniqueId.of(randomBytes(random.nextInt(129)))) : Optional.empty());
    }

    private String randomText(char first, int chars) {
        StringBuilder text = new StringBuilder();
        for (int length = 1 + random.nextInt(255); text.length() < length; ) {
            text.append((char) (first + random.nextInt(chars)));
        }
        return text.toString();
    }

    private byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
