package fairlead.config;

import java.util.Locale;

/** What a forwarding rule speaks on one side. */
public enum Protocol {
    HTTP,
    HTTPS,
    HTTP2,
    HTTP3,
    TCP,
    UDP;

    /** The word the config file uses. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
