package fairlead.config;

/**
 * Where the access log goes, one line per connection, and per request where Fairlead sees requests.
 *
 * @param output {@code stdout}, {@code off} or the path of a file
 * @param httpPath how much of what was asked for is written: paths, and queries more so, may tell of people
 * @param rotateBytes the size at which a file is set aside and a new one begun
 * @param keepFiles how many files set aside are kept
 */
public record AccessLogConfig(String output, Format format, HttpPath httpPath, long rotateBytes, int keepFiles) {

    public static final String STDOUT = "stdout";
    public static final String OFF = "off";
    public static final AccessLogConfig DEFAULT = new AccessLogConfig(STDOUT, Format.TEXT, HttpPath.OFF, 100L << 20, 5);
    public static final AccessLogConfig NONE = new AccessLogConfig(OFF, Format.TEXT, HttpPath.OFF, 100L << 20, 5);

    /** How a line is written. */
    public enum Format {
        TEXT,
        JSON
    }

    /** What is written of a request's target. */
    public enum HttpPath {
        OFF,
        PATH,
        PATH_AND_QUERY
    }
}
