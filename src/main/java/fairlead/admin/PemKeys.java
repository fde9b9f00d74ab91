package fairlead.admin;

import fairlead.config.AdminConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a certificate and its private key from PEM (RFC 7468). */
final class PemKeys {
    /** Of the key store, which is in memory alone. */
    static final String PASSWORD = "in-memory";

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private PemKeys() {}

    /** @throws IOException with a sentence for the user when the two are of no use together */
    static KeyStore keyStore(AdminConfig.Tls files, String certificate, String key) throws IOException {
        try {
            Certificate[] chain = chain(certificate);
            if (chain.length == 0) {
                throw new IOException(
                        "admin.certificate_file: %s holds no certificate in PEM".formatted(files.certificateFile()));
            }
            PrivateKey secret = key(files.keyFile(), key, chain[0]);
            if (!match(secret, chain[0].getPublicKey())) {
                throw new IOException("admin.key_file: the key in %s is not that of the first certificate in %s"
                        .formatted(files.keyFile(), files.certificateFile()));
            }
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            keys.setKeyEntry("admin", secret, PASSWORD.toCharArray(), chain);
            return keys;
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "admin.certificate_file: %s is damaged, or of a kind that Java does not know (%s)"
                            .formatted(files.certificateFile(), e.getMessage()),
                    e);
        }
    }

    private static Certificate[] chain(String pem) throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1)))
                .toArray(Certificate[]::new);
    }

    private static PrivateKey key(String path, String pem, Certificate certificate) throws IOException {
        Matcher matcher = KEY.matcher(pem);
        if (!matcher.find()) {
            throw new IOException(
                    "admin.key_file: %s holds no unencrypted key in PKCS #8 (\"BEGIN PRIVATE KEY\"): \"openssl pkcs8 -topk8 -nodes\" converts others"
                            .formatted(path));
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(matcher.group(1));
            return KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(
                    "admin.key_file: the key in %s is damaged, or not of the certificate's kind (%s)"
                            .formatted(path, certificate.getPublicKey().getAlgorithm()),
                    e);
        }
    }

    private static boolean match(PrivateKey secret, PublicKey known) throws GeneralSecurityException {
        String algorithm = switch (known.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> known.getAlgorithm();
        };
        byte[] probe = {1, 2, 3};
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(secret);
        signing.update(probe);
        Signature verifying = Signature.getInstance(algorithm);
        verifying.initVerify(known);
        verifying.update(probe);
        return verifying.verify(signing.sign());
    }
}
