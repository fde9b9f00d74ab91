package fairlead.admin.access;

import fairlead.config.Cidr;
import io.javalin.http.Context;
import java.net.InetAddress;

/** Who is at the other end of the connection, whatever their request says of that. */
public final class Client {
    private Client() {}

    public static InetAddress of(Context ctx) {
        String text = ctx.req().getRemoteAddr();
        String bare = text.startsWith("[") ? text.substring(1, text.length() - 1) : text;
        int zone = bare.indexOf('%');
        return Cidr.literal(zone < 0 ? bare : bare.substring(0, zone));
    }
}
