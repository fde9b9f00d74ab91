package fairlead.config;

/** How a client is kept on one backend. */
public record StickySessionsConfig(Type type) {

    public static final StickySessionsConfig NONE = new StickySessionsConfig(Type.NONE);

    /** By what a returning client is known. Cookies cannot be seen through passthrough. */
    public enum Type {
        NONE,
        SOURCE_IP,
        COOKIES
    }
}
