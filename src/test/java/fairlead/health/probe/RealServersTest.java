package fairlead.health.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import fairlead.config.HealthCheckConfig.Protocol;
import fairlead.config.LoadBalancerConfig.ProxyProtocol;
import fairlead.support.TestCertificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** nginx and {@code openssl s_server} as backends. */
final class RealServersTest {
    private static final TestCertificate SHOP = TestCertificate.of("web-1", Checking.HOST);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** How nginx tells at level info that a client went away after a handshake, which is no error. */
    private static final String GONE = "client closed connection while waiting for request";

    private static final Predicate<String> OPENED_AND_CLOSED = Pattern.compile(
                    "closed connection while SSL handshaking|broken header: \"\" while reading PROXY")
            .asPredicate();

    /** What {@code s_server} prints when one comes in. */
    private static final Predicate<String> CLOSE_NOTIFY =
            Pattern.compile("<<< .*Alert.*close_notify").asPredicate();

    @Nested
    class Nginx {

        @ParameterizedTest
        @CsvSource({
            "TLS,   TLSv1.2, http2",
            "TLS,   TLSv1.3, http2",
            "TLS,   TLSv1.3, ''",
            "HTTPS, TLSv1.2, http2",
            "HTTPS, TLSv1.3, http2"
        })
        void hasNothingToComplainOf(Protocol protocol, String version, String listen) throws Exception {
            try (Program nginx = nginx(listen, version)) {
                for (int i = 0; i < 50; i++) {
                    CheckOutcome outcome = Checking.by(protocol).run(nginx.address());
                    assertThat(outcome.failure()).isEmpty();
                    assertThat(outcome.handshake().orElseThrow().version()).isEqualTo(version);
                    assertThat(outcome.handshake().orElseThrow().chain()).containsExactly(SHOP.certificate());
                }
                assertThat(complaints(nginx)).isEmpty();
            }
        }

        @ParameterizedTest
        @CsvSource({"V1, TLS", "V2, TLS", "V1, HTTPS", "V2, HTTPS"})
        void getsTheProxyHeaderItDemands(ProxyProtocol header, Protocol protocol) throws Exception {
            try (Program nginx = nginx("proxy_protocol", "TLSv1.2 TLSv1.3")) {
                assertThat(Checking.by(protocol).header(header).result(nginx.address()))
                        .isEqualTo("passed");
                assertThat(complaints(nginx)).isEmpty();
            }
        }

        @Test
        void failsWithoutTheProxyHeaderItDemands() throws Exception {
            try (Program nginx = nginx("proxy_protocol", "TLSv1.3")) {
                assertThat(Checking.by(Protocol.TLS).result(nginx.address()))
                        .matches("TLS handshake failed: the server (closed|reset) the connection");
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"V1", "V2"})
        void failsWithAProxyHeaderItDoesNotKnow(ProxyProtocol header) throws Exception {
            try (Program nginx = nginx("", "TLSv1.3")) {
                assertThat(Checking.by(Protocol.TLS).header(header).result(nginx.address()))
                        .isEqualTo("TLS handshake failed: what came is not TLS but HTTP");
            }
        }

        @Test
        void tellsAnHttpCheckThatItSpeaksTls() throws Exception {
            try (Program nginx = nginx("", "TLSv1.3")) {
                assertThat(Checking.by(Protocol.HTTP).result(nginx.address())).isEqualTo("HTTP 400");
            }
        }

        @Test
        void showsItsCertificateEachTimeAndLeavesNoSession() throws Exception {
            try (Program nginx = nginx("http2", "TLSv1.2 TLSv1.3")) {
                for (int i = 0; i < 10; i++) {
                    Handshake handshake = shakeHands(nginx);
                    assertThat(handshake)
                            .isEqualTo(new Handshake("TLSv1.3", Optional.of("h2"), List.of(SHOP.certificate())));
                    assertThat(Checking.by(Protocol.HTTPS).result(nginx.address()))
                            .isEqualTo("passed"); // reads the session tickets
                }
                var sessions = TlsWire.ANY_CERTIFICATE.getClientSessionContext().getIds();
                int left = 0;
                for (; sessions.hasMoreElements(); sessions.nextElement()) {
                    left++;
                }
                assertThat(left).isLessThanOrEqualTo(1);
            }
        }

        private static Program nginx(String listen, String protocols) throws Exception {
            return Program.nginx(SHOP.certificateFile(), SHOP.keyFile(), listen, protocols);
        }

        /**
         * What the log says of clients, without {@link #GONE} and what it says of the two connections that are opened and
         * closed: by the fixture at the start, and here, to know that all before it is in the log.
         */
        private static List<String> complaints(Program nginx) throws Exception {
            assertThat(Checking.by(Protocol.TCP).result(nginx.address())).isEqualTo("passed");
            Awaitility.await()
                    .atMost(LIMIT)
                    .until(() -> nginx.log().lines().filter(OPENED_AND_CLOSED).count() == 2);
            return nginx.log()
                    .lines()
                    .filter(line -> line.contains("client") && !line.contains(GONE))
                    .filter(OPENED_AND_CLOSED.negate())
                    .toList();
        }
    }

    @Nested
    class Openssl {

        @ParameterizedTest
        @ValueSource(strings = {"-tls1_2", "-tls1_3"})
        void passes(String version) throws Exception {
            try (Program openssl = openssl(version)) {
                assertThat(Checking.by(Protocol.TLS).result(openssl.address())).isEqualTo("passed");
                assertThat(Checking.by(Protocol.HTTPS).result(openssl.address()))
                        .isEqualTo("passed");
            }
        }

        @Test
        void getsACloseNotify() throws Exception {
            try (Program openssl = openssl("-msg")) {
                assertThat(Checking.by(Protocol.TLS).result(openssl.address())).isEqualTo("passed");
                Awaitility.await().atMost(LIMIT).until(() -> CLOSE_NOTIFY.test(openssl.log()));
            }
        }

        @Test
        void isToldApartWhenItSpeaksOnlyOldTls() throws Exception {
            try (Program openssl = openssl("-tls1_1", "-cipher", "ALL:@SECLEVEL=0")) {
                HandshakeFailed failed = catchThrowableOfType(HandshakeFailed.class, () -> shakeHands(openssl));
                assertThat(failed).hasMessage("TLS handshake failed: the server speaks only TLS 1.1 or older");
                assertThat(failed.oldTls()).isTrue();
            }
        }

        @Test
        void passesWhenItAsksForAClientCertificateAfterTheHandshake() throws Exception {
            try (Program openssl = openssl("-tls1_3", "-Verify", "1")) {
                assertThat(Checking.by(Protocol.TLS).result(openssl.address())).isEqualTo("passed");
            }
        }

        @Test
        void failsWhenItAsksForAClientCertificateInTheHandshake() throws Exception {
            try (Program openssl = openssl("-tls1_2", "-Verify", "1")) {
                assertThat(Checking.by(Protocol.TLS).result(openssl.address()))
                        .startsWith("TLS handshake failed: alert ");
            }
        }

        @Test
        void namesTheAlertWhenThereIsNoCommonCipher() throws Exception {
            try (Program openssl = openssl("-tls1_2", "-cipher", "AES128-SHA")) {
                assertThat(Checking.by(Protocol.TLS).result(openssl.address()))
                        .isEqualTo("TLS handshake failed: alert handshake_failure");
            }
        }

        private static Program openssl(String... options) throws Exception {
            return Program.openssl(SHOP.certificateFile(), SHOP.keyFile(), options);
        }
    }

    private static Handshake shakeHands(Program server) throws HandshakeFailed {
        return TlsClient.shakeHands(server.address(), Optional.of(Checking.HOST), ProxyProtocol.OFF, LIMIT);
    }
}
