package fairlead.admin.metrics;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What the build wrote down of itself. */
public final class Build {
    private static final String VERSION = read();

    private Build() {}

    /** {@code 0.1.0}. */
    public static String version() {
        return VERSION;
    }

    private static String read() {
        Properties build = new Properties();
        try (InputStream in = Build.class.getResourceAsStream("/fairlead/version.properties")) {
            if (in != null) {
                build.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return build.getProperty("version", "unknown");
    }
}
