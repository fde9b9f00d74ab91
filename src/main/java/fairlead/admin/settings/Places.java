package fairlead.admin.settings;

import fairlead.config.JsonPath;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.databind.json.JsonMapper;

/** In which line of a JSON text each of its places stands. */
public final class Places {
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final Pattern NAMED = Pattern.compile("^line (\\d{1,9})\\b");

    private final Map<String, Integer> lines = new HashMap<>();

    private Places() {}

    /** Of this text; of its beginning only when it is not JSON. */
    public static Places of(String text) {
        Places places = new Places();
        String readable = text.startsWith("\ufeff") ? text.substring(1) : text;
        try (JsonParser parser = MAPPER.createParser(readable)) {
            places.read(parser);
        } catch (JacksonException e) {
            return places; // whoever reads the config says what is wrong with it
        }
        return places;
    }

    private void read(JsonParser parser) {
        Deque<String> around = new ArrayDeque<>(); // the paths of the objects and arrays that are open
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            int line = parser.currentTokenLocation().getLineNr();
            if (token.isStructEnd()) {
                around.pop();
                continue;
            }
            boolean opens = token.isStructStart();
            TokenStreamContext context = parser.streamReadContext();
            String path = path(around, opens ? context.getParent() : context);
            lines.putIfAbsent(path, line);
            if (opens) {
                around.push(path);
            }
        }
    }

    private static String path(Deque<String> around, TokenStreamContext context) {
        if (context.inObject()) {
            return JsonPath.key(around.element(), context.currentName());
        }
        return context.inArray() ? JsonPath.index(around.element(), context.getCurrentIndex()) : "";
    }

    /** The line of a place, or of what is around it when nothing stands there; counted from 1. */
    public OptionalInt line(String path) {
        for (String place = path; !place.isEmpty(); place = JsonPath.parent(place)) {
            Integer line = lines.get(place);
            if (line != null) {
                return OptionalInt.of(line);
            }
        }
        return OptionalInt.empty();
    }

    /** The line of a problem at this place, whose message may name it. */
    public OptionalInt line(String path, String message) {
        Matcher named = NAMED.matcher(message);
        return path.isEmpty() && named.find() ? OptionalInt.of(Integer.parseInt(named.group(1))) : line(path);
    }
}
