package fairlead.config;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** The names of the load balancers, or of the backends of one: each well-formed, none twice. */
final class Names {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private final String what;
    private final Set<String> seen = new HashSet<>();

    Names(String what) {
        this.what = what;
    }

    String add(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "must be 1 to 64 letters, digits, '-', '_' or '.', beginning with a letter "
                            + "or digit; found the string " + Quote.text(name));
        }
        if (!seen.add(name)) {
            throw new IllegalArgumentException(
                    "%s is already the name of another %s: choose a different one".formatted(Quote.text(name), what));
        }
        return name;
    }
}
