package fairlead.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which fields may come after a body (RFC 9110, section 6.5.1): none that a recipient must know before it, lest one that puts
 * them among the others comes to believe them.
 */
final class Trailers {
    private static final Set<String> NEVER = Set.of(
            "age",
            "authorization",
            "cache-control",
            "cookie",
            "date",
            "expect",
            "expires",
            "host",
            "location",
            "max-forwards",
            "pragma",
            "range",
            "retry-after",
            "set-cookie",
            "trailer",
            "vary",
            "via",
            "www-authenticate");

    private Trailers() {}

    static Fields passed(Fields came) {
        HopByHop hop = HopByHop.of(came);
        List<Field> passed = new ArrayList<>(came.lines().size());
        for (Field line : came.lines()) {
            String name = line.name().toLowerCase(Locale.ROOT).replace('_', '-');
            if (!NEVER.contains(name) && !hop.has(name) && !isOfAKindThatIsNot(name)) {
                passed.add(line);
            }
        }
        return new Fields(passed);
    }

    private static boolean isOfAKindThatIsNot(String name) {
        return name.startsWith("if-")
                || name.startsWith("proxy-")
                || (name.startsWith("content-") && !name.equals("content-digest")) // RFC 9530 puts it there
                || ClientTrace.has(name);
    }
}
