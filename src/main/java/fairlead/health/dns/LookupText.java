package fairlead.health.dns;

import fairlead.stats.AddressText;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Collectors;

/** What people get to read about a name. */
final class LookupText {
    private static final int MOST_LISTED = 8;
    private static final int LONGEST_REASON = 200;

    private LookupText() {}

    static String failure(String name, String reason) {
        return "cannot resolve " + name + ": " + reason;
    }

    /** Says what glibc, musl and macOS say in words of their own in the same words. */
    static String reason(String name, Exception failure) {
        String message = String.valueOf(failure.getMessage());
        if (!(failure instanceof UnknownHostException)) {
            return failure.getClass().getSimpleName();
        }
        if (message.contains("Temporary failure") || message.contains("Try again")) {
            return "no name server answers";
        }
        if (message.equals(name)
                || message.contains("not known")
                || message.contains("does not resolve")
                || message.contains("No address")
                || message.contains("no usable address")) {
            return "no such name";
        }
        return message.substring(0, Math.min(message.length(), LONGEST_REASON));
    }

    /** Of a name whose lookups begin to fail. */
    static String failed(Resolution known) {
        String failure = known.failure().orElse("");
        return known.addresses().isEmpty()
                ? failure + "; it has no address until that works"
                : failure + "; its last answer is kept: " + list(known.addresses());
    }

    static String resolved(String name, List<InetAddress> addresses) {
        return name + " is resolved now: " + list(addresses);
    }

    static String changed(String name, List<InetAddress> now, List<InetAddress> before) {
        return "%s now is %s (was %s)".formatted(name, list(now), list(before));
    }

    static String cut(String name, int size) {
        return "%s has %d addresses: only the first %d are used".formatted(name, size, Lookup.MOST_ADDRESSES);
    }

    private static String list(List<InetAddress> addresses) {
        String listed =
                addresses.stream().limit(MOST_LISTED).map(AddressText::of).collect(Collectors.joining(", "));
        return addresses.size() <= MOST_LISTED ? listed : listed + " and " + (addresses.size() - MOST_LISTED) + " more";
    }
}
