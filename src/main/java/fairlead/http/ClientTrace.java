package fairlead.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;

/**
 * The fields of a request that tell whom it comes from and how: X-Forwarded-* and their like, and Forwarded (RFC 7239).
 *
 * <p>Servers believe them, so what a stranger says in them is dropped, also where it hides behind an underscore, which a
 * server may take for a hyphen (as CGI does). That a client names one in Connection removes none: they are for all hops.
 */
final class ClientTrace {
    private static final String FOR = "X-Forwarded-For";
    private static final String PROTO = "X-Forwarded-Proto";
    private static final String PORT = "X-Forwarded-Port";
    private static final String HOST = "X-Forwarded-Host";

    private static final Set<String> WRITTEN =
            Set.of("x-forwarded-for", "x-forwarded-proto", "x-forwarded-port", "x-forwarded-host");

    private final Forwarding forwarding;

    ClientTrace(Forwarding forwarding) {
        this.forwarding = forwarding;
    }

    /** Whether the field with this name, in lower case, is one. */
    static boolean has(String name) {
        String hyphened = name.replace('_', '-');
        return hyphened.startsWith("x-forwarded") || hyphened.equals("forwarded") || hyphened.equals("x-real-ip");
    }

    /** Whether such a field is passed on as it came. */
    boolean passes(String name) {
        return forwarding.trusted()
                && name.indexOf('_') < 0
                && !(forwarding.xForwarded() && WRITTEN.contains(name))
                && !(forwarding.forwarded() && name.equals("forwarded"));
    }

    /** Adds those that are written anew. */
    void addTo(HeadText text, RequestHead head) {
        if (!forwarding.xForwarded() && !forwarding.forwarded()) {
            return;
        }
        String ip = IpText.of(address(forwarding.client()));
        String host = head.authority().toString();
        Fields came = forwarding.trusted() ? head.fields() : Fields.NONE;
        if (forwarding.xForwarded()) {
            text.add(FOR, appended(came.all(FOR), ip));
            addEntry(text, came, host);
        }
        if (forwarding.forwarded()) {
            text.add("Forwarded", appended(came.all("Forwarded"), element(ip, host)));
        }
    }

    /** Where the request came in first. Our port says nothing about an entry whose protocol another proxy told. */
    private void addEntry(HeadText text, Fields came, String host) {
        String proto = said(came, PROTO);
        String port = said(came, PORT);
        text.add(PROTO, proto.isEmpty() ? "http" : proto);
        if (!port.isEmpty()) {
            text.add(PORT, port);
        } else if (proto.isEmpty()) {
            text.add(PORT, Integer.toString(forwarding.listener().getPort()));
        }
        String saidHost = said(came, HOST);
        text.add(HOST, saidHost.isEmpty() ? host : saidHost);
    }

    private static String said(Fields came, String name) {
        return came.first(name).orElse("");
    }

    private static String element(String ip, String host) {
        String node = ip.indexOf(':') < 0 ? ip : "\"[" + ip + "]\"";
        String quotedHost = host.indexOf(':') < 0 ? host : '"' + host + '"';
        return "for=" + node + ";host=" + quotedHost + ";proto=http";
    }

    private static String appended(List<String> before, String last) {
        StringBuilder all = new StringBuilder();
        for (String value : before) {
            if (!value.isEmpty()) {
                all.append(value).append(", ");
            }
        }
        return all.append(last).toString();
    }

    private static InetAddress address(InetSocketAddress endpoint) {
        InetAddress address = endpoint.getAddress();
        if (address == null) {
            throw new IllegalArgumentException("unresolved: " + endpoint);
        }
        return address;
    }
}
