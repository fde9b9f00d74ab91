package fairlead.config;

/**
 * Where the access log goes, one line per connection.
 *
 * @param output {@code stdout}, {@code off} or the path of a file
 * @param rotateBytes the size at which a file is set aside and a new one begun
 * @param keepFiles how many files set aside are kept
 */
public record AccessLogConfig(String output, Format format, long rotateBytes, int keepFiles) {

    public static final String STDOUT = "stdout";
    public static final String OFF = "off";
    public static final AccessLogConfig DEFAULT = new AccessLogConfig(STDOUT, Format.TEXT, 100L << 20, 5);
    public static final AccessLogConfig NONE = new AccessLogConfig(OFF, Format.TEXT, 100L << 20, 5);

    /** How a line is written. */
    public enum Format {
        TEXT,
        JSON
    }
}
