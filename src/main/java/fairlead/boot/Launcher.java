package fairlead.boot;

import java.lang.reflect.InvocationTargetException;

/**
 * Starts Fairlead, or says which Java it needs. The only class compiled for Java 8, so that an old runtime reaches the
 * sentence below instead of an UnsupportedClassVersionError.
 */
public final class Launcher {
    private static final int REQUIRED = 21;

    private Launcher() {}

    public static void main(String[] args) throws Exception {
        String found = System.getProperty("java.specification.version", "unknown");
        if (major(found) < REQUIRED) {
            System.err.println("Fairlead needs Java " + REQUIRED + " or newer, and this is Java " + found + " ("
                    + System.getProperty("java.home")
                    + ").\nInstall a newer one, then start Fairlead with its full path:"
                    + " /path/to/jdk/bin/java -jar fairlead.jar");
            System.exit(3);
        }
        try {
            Class.forName("fairlead.cli.Main").getMethod("main", String[].class).invoke(null, (Object) args);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Error) {
                throw (Error) e.getCause();
            }
            throw e.getCause() instanceof Exception ? (Exception) e.getCause() : e;
        }
    }

    /** The number people say: 8 for "1.8", 21 for "21"; 0 when it cannot be read. */
    private static int major(String specification) {
        String number = specification.startsWith("1.") ? specification.substring(2) : specification;
        try {
            return Integer.parseInt(number);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
