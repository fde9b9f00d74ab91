package fairlead.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads how clients are kept on a backend, and refuses cookies where nobody would see them. */
final class StickySessionsReader {

    private static final Scalar<Duration> TTL = new Scalar.Seconds(1, 34_650, "");
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}"); // RFC 6265, 4.1.1
    private static final int SHORTEST_SECRET = 32;
    private static final int LONGEST_SECRET = 1024;

    private final Elements<ForwardingRule> rules;
    private final HttpConfig http;

    StickySessionsReader(Elements<ForwardingRule> rules, HttpConfig http) {
        this.rules = rules;
        this.http = http;
    }

    StickySessionsConfig read(JsonObject json) {
        StickySessionsConfig standard = StickySessionsConfig.NONE;
        StickySessionsConfig sticky = new StickySessionsConfig(
                json.value("type", standard.type(), new Scalar.Word<>(StickySessionsConfig.Type.class)),
                json.text("cookie_name", StickySessionsReader::cookieName).orElse(standard.cookieName()),
                json.value("cookie_ttl_seconds", standard.cookieTtl(), TTL),
                json.text("cookie_secret", StickySessionsReader::secret));
        if (json.isSound()) {
            checkEffect(json, sticky.type());
        }
        return sticky;
    }

    private static String cookieName(String text) {
        if (!TOKEN.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "must be 1 to 64 letters, digits or any of !#$%&'*+-.^_`|~; found the string " + Quote.text(text));
        }
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("__secure-") || lower.startsWith("__host-")) {
            throw new IllegalArgumentException(
                    "%s begins with what browsers take over https alone: choose another".formatted(Quote.text(text)));
        }
        return text;
    }

    private static String secret(String text) {
        if (text.length() < SHORTEST_SECRET || text.length() > LONGEST_SECRET) {
            throw new IllegalArgumentException(
                    "must have %d to %d characters, and found %d: write what \"openssl rand -hex 32\" prints"
                            .formatted(SHORTEST_SECRET, LONGEST_SECRET, text.length()));
        }
        return text;
    }

    private void checkEffect(JsonObject json, StickySessionsConfig.Type type) {
        if (type != StickySessionsConfig.Type.COOKIES) {
            json.problems(
                    List.of("cookie_name", "cookie_ttl_seconds", "cookie_secret"),
                    "has no effect with type %s: remove this key, or make type \"cookies\""
                            .formatted(Quote.text(Scalar.Word.word(type))));
        } else if (HttpReader.bringNoRequests(rules)) {
            boolean encrypted = rules.values().stream().anyMatch(ForwardingRule::tlsPassthrough);
            json.problem(
                    "type",
                    encrypted
                            ? "\"cookies\" cannot work with tls_passthrough, as they are inside the encryption, which "
                                    + "Fairlead does not open: write \"source_ip\""
                            : "\"cookies\" cannot work with tcp rules, which read nothing: write \"source_ip\"");
        } else if (http.redirect()) {
            json.problem(
                    "type",
                    "\"cookies\" cannot work with redirect_http_to_https, as every http request is answered with a "
                            + "redirect, and what follows is encrypted: write \"source_ip\"");
        }
    }
}
