package fairlead.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaFilesTest {

    private static final Path EXAMPLE = Path.of("conf", "example-ca.pem");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private final CaFiles caFiles = new CaFiles();

    private Path write(byte[] bytes) throws IOException {
        return Files.write(directory.resolve("ca.pem"), bytes);
    }

    private Path write(String text) throws IOException {
        return write(text.getBytes(StandardCharsets.UTF_8));
    }

    private void refuses(Path file, String sentence) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> caFiles.check(file.toString()))
                .withMessage(sentence, file);
    }

    @Test
    void takesACertificate() {
        String path = EXAMPLE.toString();
        assertThat(caFiles.check(path)).isEqualTo(path);
    }

    @Test
    void takesSeveralWithTextAround() throws IOException {
        String pem = Files.readString(EXAMPLE);
        String path = write("# b\u00fccher\n" + pem + "\n\nsubject=CN = other\n" + pem + "# end\n")
                .toString();
        assertThat(caFiles.check(path)).isEqualTo(path);
    }

    @Test
    void looksAtAFileOnce() throws IOException {
        Path file = write(Files.readString(EXAMPLE));
        caFiles.check(file.toString());
        Files.delete(file);
        assertThat(caFiles.check(file.toString())).isEqualTo(file.toString());
    }

    @Test
    void refusesAFileThatIsNotThere() {
        refuses(directory.resolve("ca.pem"), "there is no file \"%s\": write the path of one with certificates");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "."})
    void refusesADirectory(String path) {
        refuses(directory.resolve(path), "\"%s\" is not a file: write the path of one");
    }

    @Test
    void refusesADeviceWithoutReadingIt() {
        refuses(Path.of("/dev/zero"), "\"%s\" is not a file: write the path of one");
    }

    @Test
    void refusesWhatNoPathCanBe() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> caFiles.check("/etc/ca\0"))
                .withMessage("\"/etc/ca\\u0000\" cannot be the path of a file");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> caFiles.check("/" + "a".repeat(70) + "/a".repeat(3000)))
                .withMessageStartingWith("\"/aaaa")
                .withMessageContaining("...\" cannot be read: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "-----BEGIN CERTIFICATE REQUEST-----"})
    void refusesAFileWithoutACertificate(String text) throws IOException {
        refuses(
                write(text),
                "\"%s\" holds no certificate in PEM: each begins with the line -----BEGIN CERTIFICATE-----");
    }

    @Test
    void tellsHowToMakePemOfDer() throws IOException {
        String base64 = Files.readString(EXAMPLE).replaceAll("-----.*", "");
        refuses(
                write(Base64.getMimeDecoder().decode(base64)),
                "\"%s\" holds no certificate in PEM: it looks like DER, which openssl x509 -inform der converts");
    }

    @Test
    void refusesAPrivateKeyEvenBesideACertificate() throws IOException {
        Path both = write(Files.readString(EXAMPLE) + "-----BEGIN EC PRIVATE KEY-----\n");
        refuses(both, "\"%s\" holds a private key: name a file with certificates of authorities alone");
    }

    @Test
    void refusesACertificateThatIsCutOff() throws IOException {
        String pem = Files.readString(EXAMPLE);
        Path cut = write(pem + pem.substring(0, pem.length() / 2));
        refuses(cut, "\"%s\" holds a certificate that is damaged or cut off");
    }

    @Test
    void refusesACertificateThatIsDamaged() throws IOException {
        refuses(
                write("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"),
                "\"%s\" holds a certificate that is damaged or cut off");
    }

    @Test
    void readsNoMoreThanABundleCanHave() throws IOException {
        Path file = write(Files.readString(EXAMPLE));
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength((4 << 20) + 1);
        }
        refuses(file, "\"%s\" is larger than 4 MiB: name a file with certificates");
    }
}
