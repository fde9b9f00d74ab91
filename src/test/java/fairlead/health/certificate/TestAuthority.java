package fairlead.health.certificate;

import fairlead.support.Tools;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Issues certificates with the openssl program, of any key and with any name in them. */
final class TestAuthority {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Path directory;
    private final String name;

    private TestAuthority(Path directory, String name) {
        this.directory = directory;
        this.name = name;
    }

    /** One that is its own issuer. */
    static TestAuthority root(Path directory, String name) {
        Tools.require("openssl");
        TestAuthority root = new TestAuthority(directory, name);
        root.openssl(
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-keyout",
                name + ".key",
                "-out",
                name + ".pem",
                "-subj",
                "/CN=" + name,
                "-days",
                "30");
        return root;
    }

    /** One that this one vouches for. */
    TestAuthority intermediate(String other) {
        issue(other, "ec", "/CN=" + other, "basicConstraints=critical,CA:true");
        return new TestAuthority(directory, other);
    }

    X509Certificate certificate() {
        return read(directory.resolve(name + ".pem"));
    }

    /** PEM. */
    Path file() {
        return directory.resolve(name + ".pem");
    }

    /** A certificate for these DNS names. */
    X509Certificate leaf(String... names) {
        return leafWith("ec", "/CN=leaf", names);
    }

    /** A certificate with a key as openssl calls it, and a subject. */
    X509Certificate leafWith(String key, String subject, String... names) {
        String alternatives = Arrays.stream(names).map(dns -> "DNS:" + dns).collect(Collectors.joining(","));
        issue("leaf", key, subject, names.length == 0 ? "" : "subjectAltName=" + alternatives);
        return read(directory.resolve("leaf.pem"));
    }

    private void issue(String subjectName, String key, String subject, String extension) {
        List<String> request = new ArrayList<>(List.of("req", "-new", "-newkey", key, "-nodes", "-utf8"));
        if (key.equals("ec")) {
            request.addAll(List.of("-pkeyopt", "ec_paramgen_curve:P-256"));
        }
        request.addAll(List.of("-keyout", subjectName + ".key", "-out", subjectName + ".csr", "-subj", subject));
        openssl(request.toArray(String[]::new));
        try {
            Files.writeString(directory.resolve("extensions"), extension);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        openssl(
                "x509",
                "-req",
                "-in",
                subjectName + ".csr",
                "-CA",
                name + ".pem",
                "-CAkey",
                name + ".key",
                "-CAcreateserial",
                "-days",
                "30",
                "-extfile",
                "extensions",
                "-out",
                subjectName + ".pem");
    }

    private void openssl(String... arguments) {
        List<String> command = new ArrayList<>(List.of("env", "-C", directory.toString(), "openssl"));
        command.addAll(List.of(arguments));
        try {
            Tools.Ran ran = Tools.run(LIMIT, command);
            if (ran.exit() != 0) {
                throw new IllegalStateException("openssl failed: " + ran.output());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate read(Path pem) {
        try (InputStream in = Files.newInputStream(pem)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (CertificateException e) {
            throw new IllegalStateException(e);
        }
    }
}
