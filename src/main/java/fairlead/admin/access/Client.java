package fairlead.admin.access;

import fairlead.config.Cidr;
import io.javalin.http.Context;
import java.net.InetAddress;

/** Who is at the other end of the connection, whatever their request says of that. */
public final class Client {
    private Client() {}

    public static InetAddress of(Context ctx) {
        return of(ctx.req().getRemoteAddr());
    }

    /** The same, from their address as the web server writes it. */
    public static InetAddress of(String text) {
        String bare = text.startsWith("[") ? text.substring(1, text.length() - 1) : text;
        int zone = bare.indexOf('%');
        return Cidr.literal(zone < 0 ? bare : bare.substring(0, zone));
    }
}
