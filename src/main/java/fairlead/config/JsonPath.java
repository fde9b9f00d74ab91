package fairlead.config;

/** The name of a place in a JSON document: {@code load_balancers[1].forwarding_rules[0].target_protocol}. */
public final class JsonPath {

    private static final int LONGEST_PLAIN_KEY = 64;

    private JsonPath() {}

    public static String key(String parent, String key) {
        if (!isPlain(key)) {
            return parent + "[" + Quote.text(key) + "]";
        }
        return parent.isEmpty() ? key : parent + "." + key;
    }

    private static boolean isPlain(String key) {
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if ((c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '_' && c != '-') {
                return false;
            }
        }
        return !key.isEmpty() && key.length() <= LONGEST_PLAIN_KEY;
    }

    public static String index(String parent, int index) {
        return parent + "[" + index + "]";
    }

    /** The object or array around a place whose own key is plain. */
    public static String parent(String path) {
        int end = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
        return end < 0 ? "" : path.substring(0, end);
    }
}
