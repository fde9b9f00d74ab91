package fairlead.admin;

import fairlead.config.AdminConfig;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * The certificate and the key of the dashboard, from their files, which it reads again when they change. New ones that are
 * of no use are reported, and the former stay; what comes in two steps, one file after the other, is not.
 *
 * <p>{@link #lookAgain} is for one thread.
 */
final class ServerCertificate {
    private static final System.Logger LOG = System.getLogger("fairlead.admin");
    private static final int LARGEST = 1 << 20; // bytes

    private final AdminConfig.Tls files;
    private final SslContextFactory.Server contexts;
    private Pair used;
    private Pair refused;
    private boolean reported;

    private ServerCertificate(AdminConfig.Tls files, SslContextFactory.Server contexts, Pair used) {
        this.files = files;
        this.contexts = contexts;
        this.used = used;
        this.refused = used;
    }

    /** The contents of both files. */
    private record Pair(String certificate, String key) {}

    /** @throws IOException with a sentence for the user when nobody could be served with these */
    static ServerCertificate load(AdminConfig.Tls files) throws IOException {
        Pair pair = read(files);
        SslContextFactory.Server contexts = new SslContextFactory.Server();
        contexts.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        contexts.setKeyStore(PemKeys.keyStore(files, pair.certificate(), pair.key()));
        contexts.setKeyStorePassword(PemKeys.PASSWORD);
        return new ServerCertificate(files, contexts, pair);
    }

    SslContextFactory.Server contexts() {
        return contexts;
    }

    /** Serves new connections with what is in the files now, if it has changed. */
    void lookAgain(Consumer<String> report) {
        try {
            Pair found = read(files);
            if (found.equals(used)) {
                return;
            }
            renew(found);
        } catch (IOException e) {
            tell(report, e);
        }
    }

    private void renew(Pair found) throws IOException {
        try {
            var keys = PemKeys.keyStore(files, found.certificate(), found.key());
            contexts.reload(factory -> factory.setKeyStore(keys));
            used = found;
            reported = false;
            LOG.log(Level.INFO, "the dashboard has a new certificate from {0}", files.certificateFile());
        } catch (IOException e) {
            boolean settled = found.equals(refused); // else the other file may be about to follow
            refused = found;
            if (settled) {
                throw e;
            }
        } catch (Exception e) { // Jetty declares no less
            throw new IOException("admin.certificate_file: " + e.getMessage(), e);
        }
    }

    private void tell(Consumer<String> report, IOException why) {
        if (!reported) {
            reported = true;
            report.accept("the former certificate of the dashboard stays in use: " + why.getMessage());
        }
    }

    private static Pair read(AdminConfig.Tls files) throws IOException {
        return new Pair(
                read("admin.certificate_file", files.certificateFile()), read("admin.key_file", files.keyFile()));
    }

    private static String read(String key, String path) throws IOException {
        try (var in = Files.newInputStream(Path.of(path))) {
            return new String(in.readNBytes(LARGEST), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new IOException("%s: there is no file %s".formatted(key, path), e);
        } catch (IOException | InvalidPathException e) {
            throw new IOException(
                    "%s: %s cannot be read by the user Fairlead runs as (%s)".formatted(key, path, e.getMessage()), e);
        }
    }
}
