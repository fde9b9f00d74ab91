package fairlead.admin.access;

import fairlead.config.Cidr;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names the dashboard goes by. A page of a stranger can make its own name point to this machine (DNS rebinding) and
 * would then be of one origin with the dashboard; so a request for any other name is refused. An address cannot be pointed
 * elsewhere: each may be asked for.
 */
final class OwnNames {
    private static final Pattern HOST =
            Pattern.compile("(\\[[0-9a-fA-F:.]{2,45}]|[^\\[\\]:/@\\s]{1,253})(:[0-9]{1,5})?");

    private final Set<String> names;

    OwnNames(List<String> names) {
        this.names = Set.copyOf(names);
    }

    /** Whether the dashboard goes by what this Host field says. */
    boolean include(String field) {
        Matcher host = HOST.matcher(field);
        if (!host.matches()) {
            return false;
        }
        String name = host.group(1).toLowerCase(Locale.ROOT);
        String bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return bare.equals("localhost") || names.contains(bare) || isAddress(bare);
    }

    private static boolean isAddress(String name) {
        try {
            Cidr.literal(name.startsWith("[") ? name.substring(1, name.length() - 1) : name);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
