package fairlead.health.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.support.TestCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChainTest {
    private static final KnownAuthorities USUAL = KnownAuthorities.with(Optional.empty());

    @TempDir
    private static Path directory;

    private static X509Certificate root;
    private static X509Certificate intermediate;
    private static X509Certificate namesake;
    private static X509Certificate leaf;

    @BeforeAll
    static void issueCertificates() {
        TestAuthority authority = TestAuthority.root(directory, "root");
        TestAuthority middle = authority.intermediate("middle");
        root = authority.certificate();
        intermediate = middle.certificate();
        leaf = middle.leaf("shop.example.com");
        namesake = authority.intermediate("middle").certificate();
    }

    @Test
    void theWordsAreLowerCase() {
        assertThat(Chain.SELF_SIGNED.word()).isEqualTo("self_signed");
    }

    @Nested
    class ForThoseWhoKnowOnlyTheUsualAuthorities {
        @Test
        void aChainUpToARootThatIsSentAlongIsComplete() {
            assertThat(Chain.of(List.of(leaf, intermediate, root), USUAL)).isEqualTo(Chain.COMPLETE);
        }

        @Test
        void theOrderBehindTheLeafDoesNotMatter() {
            assertThat(Chain.of(List.of(leaf, root, intermediate), USUAL)).isEqualTo(Chain.COMPLETE);
        }

        @Test
        void aLeafAloneIsIncomplete() {
            assertThat(Chain.of(List.of(leaf), USUAL)).isEqualTo(Chain.INCOMPLETE);
        }

        @Test
        void anUnknownRootThatIsNotSentLeavesTheChainIncomplete() {
            assertThat(Chain.of(List.of(leaf, intermediate), USUAL)).isEqualTo(Chain.INCOMPLETE);
        }

        @Test
        void anIssuerOfTheRightNameWithAnotherKeyIsNoLink() {
            assertThat(namesake.getSubjectX500Principal()).isEqualTo(intermediate.getSubjectX500Principal());
            assertThat(Chain.of(List.of(leaf, namesake, root), USUAL)).isEqualTo(Chain.INCOMPLETE);
        }

        @Test
        void aLeafThatIsItsOwnIssuerIsSelfSigned() {
            X509Certificate own =
                    TestCertificate.of("web-1", "shop.example.com").certificate();
            assertThat(Chain.of(List.of(own), USUAL)).isEqualTo(Chain.SELF_SIGNED);
        }

        @Test
        void anEndlessChainIsFollowedOnlySoFar() {
            List<X509Certificate> many = new ArrayList<>(Collections.nCopies(5_000, leaf));
            many.add(intermediate);
            many.add(root);
            assertThat(Chain.of(many, USUAL)).isEqualTo(Chain.INCOMPLETE);
        }
    }

    @Nested
    class ForThoseWhoKnowMore {
        @Test
        void theRootNeedNotBeSent() {
            assertThat(Chain.of(List.of(leaf, intermediate), KnownAuthorities.with(List.of(root))))
                    .isEqualTo(Chain.COMPLETE);
        }

        @Test
        void anIntermediateMayBeTheirAuthority() {
            assertThat(Chain.of(List.of(leaf), KnownAuthorities.with(List.of(intermediate))))
                    .isEqualTo(Chain.COMPLETE);
        }

        @Test
        void aSelfSignedCertificateMayBeTheirAuthority() {
            X509Certificate own =
                    TestCertificate.of("web-1", "shop.example.com").certificate();
            assertThat(Chain.of(List.of(own), KnownAuthorities.with(List.of(own))))
                    .isEqualTo(Chain.COMPLETE);
        }

        @Test
        void aNamesakeIsNotTheirAuthority() {
            assertThat(Chain.of(List.of(leaf), KnownAuthorities.with(List.of(namesake))))
                    .isEqualTo(Chain.INCOMPLETE);
        }

        @Test
        void theirFileMayHoldSeveral() throws Exception {
            Path file = directory.resolve("authorities.pem");
            Files.writeString(
                    file,
                    Files.readString(TestCertificate.of("web-1", "shop.example.com")
                                    .certificateFile())
                            + Files.readString(directory.resolve("root.pem")));
            assertThat(Chain.of(List.of(leaf, intermediate), KnownAuthorities.with(Optional.of(file.toString()))))
                    .isEqualTo(Chain.COMPLETE);
        }

        @Test
        void aFileThatCannotBeReadAddsNothing() throws Exception {
            Path file = directory.resolve("garbage.pem");
            Files.writeString(file, "-----BEGIN CERTIFICATE-----\nno\n");
            for (String path :
                    List.of(file.toString(), directory.resolve("missing.pem").toString())) {
                assertThat(Chain.of(List.of(leaf, intermediate), KnownAuthorities.with(Optional.of(path))))
                        .isEqualTo(Chain.INCOMPLETE);
            }
        }
    }

    @Test
    void theJdkKnowsTheAuthoritiesOfTheWeb() throws Exception {
        TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
        managers.init((KeyStore) null);
        X509Certificate known = ((X509TrustManager) managers.getTrustManagers()[0]).getAcceptedIssuers()[0];
        assertThat(USUAL.know(known)).isTrue();
        assertThat(USUAL.know(root)).isFalse();
    }
}
