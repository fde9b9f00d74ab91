package fairlead.health.probe;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.support.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A certificate authority of a test's own, made by {@code openssl} in a directory of its own. */
public final class Pki implements AutoCloseable {

    /** PEM files: the leaf followed by its intermediates, and the key. */
    public record Issued(Path chain, Path key) {}

    private static final String CONFIG = """
            [ca]
            default_ca = test
            [test]
            database = index.txt
            rand_serial = yes
            new_certs_dir = .
            default_md = sha256
            policy = any
            copy_extensions = copy
            email_in_dn = no
            unique_subject = no
            [any]
            commonName = supplied
            [intermediate]
            basicConstraints = critical,CA:TRUE
            """;

    private final String openssl = Tools.require("openssl");
    private final Path directory;

    public Pki() {
        try {
            directory = Files.createTempDirectory("fairlead-pki-");
            Files.writeString(directory.resolve("ca.cnf"), CONFIG);
            Files.createFile(directory.resolve("index.txt"));
            run("req", "-x509", "-days", "30", "-subj", "/CN=Shop Root", "-keyout", "root.key", "-out", "root.pem");
            request("intermediate", "Shop Intermediate");
            sign("root", "intermediate", "20250101000000Z", "20990101000000Z", "-extensions", "intermediate");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path root() {
        return directory.resolve("root.pem");
    }

    Path intermediate() {
        return directory.resolve("intermediate.pem");
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    /** A leaf signed by the intermediate: its common name and, unless empty, its one DNS name. */
    Issued issue(String commonName, String dnsName) throws IOException {
        return issue(commonName, dnsName, "20250101000000Z", "20990101000000Z");
    }

    Issued issue(String commonName, String dnsName, String notBefore, String notAfter) throws IOException {
        return issue(commonName, dnsName.isEmpty() ? List.of() : List.of(dnsName), notBefore, notAfter);
    }

    /** The same for several names; times like {@code 20250101000000Z}. */
    public Issued issue(String commonName, List<String> dnsNames, String notBefore, String notAfter)
            throws IOException {
        String[] names = dnsNames.isEmpty()
                ? new String[0]
                : new String[] {"-addext", "subjectAltName=DNS:" + String.join(",DNS:", dnsNames)};
        request(commonName, commonName, names);
        sign("intermediate", commonName, notBefore, notAfter);
        Path chain = directory.resolve(commonName + "-chain.pem");
        Files.writeString(
                chain, Files.readString(directory.resolve(commonName + ".pem")) + Files.readString(intermediate()));
        return new Issued(chain, directory.resolve(commonName + ".key"));
    }

    /** The same with the root in its chain, so that nothing is missing for those who do not know it. */
    public Issued withRoot(Issued issued) throws IOException {
        Path complete = directory.resolve("complete-" + issued.chain().getFileName());
        Files.writeString(complete, Files.readString(issued.chain()) + Files.readString(root()));
        return new Issued(complete, issued.key());
    }

    @Override
    public void close() {
        Tools.remove(directory);
    }

    private void request(String file, String commonName, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("req", "-new", "-subj", "/CN=" + commonName));
        arguments.addAll(List.of("-keyout", file + ".key", "-out", file + ".csr"));
        arguments.addAll(List.of(options));
        run(arguments.toArray(String[]::new));
    }

    private void sign(String issuer, String file, String notBefore, String notAfter, String... options)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of("ca", "-batch", "-notext", "-config", "ca.cnf"));
        arguments.addAll(List.of("-cert", issuer + ".pem", "-keyfile", issuer + ".key", "-in", file + ".csr"));
        arguments.addAll(List.of("-startdate", notBefore, "-enddate", notAfter, "-out", file + ".pem"));
        arguments.addAll(List.of(options));
        run(arguments.toArray(String[]::new));
    }

    private void run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(openssl, arguments[0]));
        if (arguments[0].equals("req")) {
            command.addAll(List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"));
        }
        command.addAll(List.of(arguments).subList(1, arguments.length));
        try {
            Path shell = Files.writeString(directory.resolve("run.sh"), "cd \"$1\" && shift && exec \"$@\"\n");
            List<String> there = new ArrayList<>(List.of("sh", shell.toString(), directory.toString()));
            there.addAll(command);
            Tools.Ran ran = Tools.run(Duration.ofSeconds(30), there);
            assertThat(ran.exit()).as(ran.output()).isZero();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
