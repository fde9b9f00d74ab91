package fairlead.cli;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A self-signed certificate, made by the JDK's own keytool in a directory that goes when it is closed. */
final class DemoCertificate implements AutoCloseable {
    private static final String ALIAS = "demo";
    private static final String PASSWORD = "FAIRLEAD_DEMO_PASSWORD"; // in the environment: arguments are visible to all

    private final Path directory;
    private final KeyStore keys;
    private final char[] password;

    private DemoCertificate(Path directory, KeyStore keys, char[] password) {
        this.directory = directory;
        this.keys = keys;
        this.password = password;
    }

    /** A certificate for these DNS names, valid for a week. */
    static DemoCertificate make(String... names) throws IOException, GeneralSecurityException, InterruptedException {
        Path directory = Files.createTempDirectory("fairlead-demo-");
        Path store = directory.resolve("keys.p12");
        String password = new BigInteger(128, new SecureRandom()).toString(Character.MAX_RADIX);
        keytool(store, password, names);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, password.toCharArray());
        }
        DemoCertificate certificate = new DemoCertificate(directory, keys, password.toCharArray());
        byte[] der = keys.getCertificate(ALIAS).getEncoded();
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        Files.writeString(
                certificate.pem(), "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n");
        return certificate;
    }

    /** Where its files are; whatever else is put there goes with it. */
    Path directory() {
        return directory;
    }

    /** The file that a client can be told to trust. */
    Path pem() {
        return directory.resolve("certificate.pem");
    }

    SSLContext serverContext() throws GeneralSecurityException {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void keytool(Path store, String password, String... names) throws IOException, InterruptedException {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String subjectNames =
                Arrays.stream(names).map(name -> "dns:" + name).collect(Collectors.joining(",", "SAN=", ""));
        ProcessBuilder command = new ProcessBuilder(List.of(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-validity",
                        "30",
                        "-dname",
                        "CN=Fairlead demo",
                        "-ext",
                        subjectNames,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass:env",
                        PASSWORD))
                .redirectErrorStream(true);
        command.environment().put(PASSWORD, password);
        Process process = command.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(keytool + " failed: " + said.strip());
        }
    }
}
