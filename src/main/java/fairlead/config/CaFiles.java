package fairlead.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The files of a config with certificates of authorities, in PEM (RFC 7468): each is looked at once, however many load
 * balancers name it.
 */
final class CaFiles {

    private static final int LARGEST = 4 << 20; // bytes; all authorities that browsers trust take 250,000
    private static final String CERTIFICATE = "-----BEGIN CERTIFICATE-----";
    private static final String PRIVATE_KEY = "PRIVATE KEY-----";
    private static final byte DER_SEQUENCE = 0x30;

    private final Map<String, Optional<String>> mistakes = new HashMap<>();

    /**
     * The path as given.
     *
     * @throws IllegalArgumentException with a sentence for the user when no certificate can be read there
     */
    String check(String path) {
        mistakes.computeIfAbsent(path, CaFiles::mistake).ifPresent(mistake -> {
            throw new IllegalArgumentException(mistake);
        });
        return path;
    }

    private static Optional<String> mistake(String path) {
        String quoted = Quote.text(path);
        try {
            Path file = Path.of(path);
            if (Files.exists(file) && !Files.isRegularFile(file)) { // another may keep its reader waiting for ever
                return Optional.of("%s is not a file: write the path of one".formatted(quoted));
            }
            try (InputStream in = Files.newInputStream(file)) {
                return mistake(quoted, in.readNBytes(LARGEST + 1));
            }
        } catch (InvalidPathException e) {
            return Optional.of("%s cannot be the path of a file".formatted(quoted));
        } catch (NoSuchFileException e) {
            return Optional.of("there is no file %s: write the path of one with certificates".formatted(quoted));
        } catch (AccessDeniedException e) {
            return Optional.of("the user Fairlead runs as may not read " + quoted);
        } catch (FileSystemException e) {
            return Optional.of("%s cannot be read: %s".formatted(quoted, e.getReason()));
        } catch (IOException e) {
            return Optional.of("%s cannot be read: %s".formatted(quoted, e.getMessage()));
        }
    }

    private static Optional<String> mistake(String quoted, byte[] bytes) {
        if (bytes.length > LARGEST) {
            return Optional.of(
                    "%s is larger than %d MiB: name a file with certificates".formatted(quoted, LARGEST >> 20));
        }
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (text.contains(PRIVATE_KEY)) {
            return Optional.of(
                    "%s holds a private key: name a file with certificates of authorities alone".formatted(quoted));
        }
        if (!text.contains(CERTIFICATE)) {
            String remedy = bytes.length > 0 && bytes[0] == DER_SEQUENCE
                    ? "it looks like DER, which openssl x509 -inform der converts"
                    : "each begins with the line " + CERTIFICATE;
            return Optional.of("%s holds no certificate in PEM: %s".formatted(quoted, remedy));
        }
        return isWhole(text, bytes)
                ? Optional.empty()
                : Optional.of("%s holds a certificate that is damaged or cut off".formatted(quoted));
    }

    /** The factory takes a last certificate without an end for text after the others, and says nothing. */
    private static boolean isWhole(String text, byte[] bytes) {
        int begun = text.split(CERTIFICATE, -1).length - 1;
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            return factory.generateCertificates(new ByteArrayInputStream(bytes)).size() == begun;
        } catch (CertificateException e) {
            return false;
        }
    }
}
