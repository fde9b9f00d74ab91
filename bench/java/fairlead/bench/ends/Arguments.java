package fairlead.bench.ends;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What follows a command's name. */
record Arguments(Map<String, String> values) {

    int integer(String key) {
        return Integer.parseInt(value(key));
    }

    long bytes(String key) {
        return Long.parseLong(value(key));
    }

    Duration seconds() {
        return Duration.ofNanos((long) (Double.parseDouble(value("seconds")) * 1e9));
    }

    /** A ClientHello for each host; {@code host} is a name, or {@code @} and a file of names. */
    List<ByteBuffer> hellos() throws IOException {
        String host = value("host");
        List<String> names = host.startsWith("@") ? Files.readAllLines(Path.of(host.substring(1))) : List.of(host);
        return names.stream().map(Arguments::hello).toList();
    }

    private static ByteBuffer hello(String name) {
        byte[] bytes = Hello.to(name);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    private String value(String key) {
        @Nullable String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException(key + " is missing");
        }
        return value;
    }
}
