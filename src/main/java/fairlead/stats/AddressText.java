package fairlead.stats;

import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How an address is written, alone or with its port: {@code 192.0.2.1:443}, {@code [2001:db8::1]:443} (RFC 5952). */
public final class AddressText {
    private static final Pattern ZEROS = Pattern.compile("(?:^|:)0(?::0)+(?=:|$)");

    private AddressText() {}

    public static String of(InetAddress address, int port) {
        String host = of(address);
        return (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + port;
    }

    /** Without brackets. */
    public static String of(InetAddress address) {
        return compressed(address.getHostAddress());
    }

    /** Java writes all eight groups; the longest run of zeros, the first of several, is left out. */
    private static String compressed(String host) {
        int start = 0;
        int end = 0;
        Matcher run = ZEROS.matcher(host);
        while (run.find()) {
            if (groups(run.group()) > groups(host.substring(start, end))) {
                start = run.start();
                end = run.end();
            }
        }
        if (end == 0) {
            return host;
        }
        String after = host.substring(end);
        return host.substring(0, start) + (after.startsWith(":") ? ":" : "::") + after;
    }

    private static long groups(String run) {
        return run.chars().filter(c -> c == '0').count();
    }
}
