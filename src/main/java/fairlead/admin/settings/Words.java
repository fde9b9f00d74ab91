package fairlead.admin.settings;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Values of the config as the file has them, and choices that more than one field offers. */
final class Words {
    static final List<Option> PROXY_PROTOCOL = List.of(
            new Option("off", "Off"), new Option("v1", "Version 1 (text)"), new Option("v2", "Version 2 (binary)"));
    static final List<Option> CHALLENGES =
            List.of(new Option("forward", "Forward to the backends"), new Option("off", "Treat like other requests"));

    static final List<Option> PAIRS = List.of(
            new Option("https", "HTTPS \u2192 HTTPS, TLS passthrough"),
            new Option("http2", "HTTP/2 \u2192 HTTP/2, TLS passthrough"),
            new Option("http", "HTTP \u2192 HTTP"),
            new Option("tcp", "TCP \u2192 TCP"));

    private Words() {}

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static String seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString();
    }
}
