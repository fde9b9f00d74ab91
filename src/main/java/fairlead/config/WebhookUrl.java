package fairlead.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Where events are sent to. No message shows what was written: such an address often is a secret. */
final class WebhookUrl {

    private static final int LONGEST = 2048;
    private static final int LAST_PORT = 65_535;
    private static final String EXAMPLE = "write one such as \"https://hooks.example.com/fairlead\"";

    private WebhookUrl() {}

    /** @throws IllegalArgumentException with a sentence for the user when nothing could be sent there */
    static URI parse(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "must have %d characters at most; found %d".formatted(LONGEST, text.length()));
        }
        if (!text.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException("has a space or a character that is not ASCII: percent-encode it");
        }
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("is not a URL: " + EXAMPLE, e);
        }
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw new IllegalArgumentException("must begin with \"https://\" or \"http://\": " + EXAMPLE);
        }
        checkParts(url);
        return url;
    }

    private static void checkParts(URI url) {
        String authority = url.getRawAuthority() == null ? "" : url.getRawAuthority();
        if (authority.indexOf('@') >= 0) {
            throw new IllegalArgumentException(
                    "must have no user name or password before the host: put a token into the path or after a \"?\"");
        }
        if (url.getHost() == null || url.getPort() == 0 || url.getPort() > LAST_PORT) {
            throw new IllegalArgumentException("has no valid host and port after \"//\": " + EXAMPLE);
        }
        if (url.getRawFragment() != null) {
            throw new IllegalArgumentException("has a \"#\", and what follows it is never sent: remove it");
        }
    }
}
