package fairlead.admin.access;

import fairlead.config.Cidr;
import io.javalin.http.Context;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/** Who is at the other end of the connection, whatever their request says of that. */
public final class Client {
    private static final int IPV6_PREFIX = 8; // bytes

    private Client() {}

    public static InetAddress of(Context ctx) {
        return of(ctx.req().getRemoteAddr());
    }

    /** What they share with nobody else: their address, or the /64 that one IPv6 network has at the least. */
    public static String network(InetAddress client) {
        byte[] address = client.getAddress();
        return HexFormat.of().formatHex(client instanceof Inet6Address ? Arrays.copyOf(address, IPV6_PREFIX) : address);
    }

    /** Who has this address, as the web server writes it. */
    public static InetAddress of(String text) {
        String bare = text.startsWith("[") ? text.substring(1, text.length() - 1) : text;
        int zone = bare.indexOf('%');
        return Cidr.literal(zone < 0 ? bare : bare.substring(0, zone));
    }
}
