package fairlead.bench;

import java.util.Map;

/** Real HTTPS: wrk, through the proxy, to nginx. */
final class HttpsWorkload extends Repeated {
    static final String HOST = "localhost"; // wrk asks by TLS for the name it connects to
    private static final int CONNECTIONS = 100;

    private final boolean keepAlive;

    HttpsWorkload(boolean keepAlive) {
        super(
                keepAlive ? "https-keepalive" : "https-handshake",
                "wrk with 100 connections to an nginx with an ECDSA certificate and 1 KiB to answer"
                        + (keepAlive ? "; connections stay." : "; a connection and a handshake for each request."),
                Unit.REQUESTS);
        this.keepAlive = keepAlive;
    }

    @Override
    String host() {
        return HOST;
    }

    @Override
    Setup setup(Rig rig) {
        return Setup.of(host(), rig.https().port);
    }

    @Override
    Map<Figure, Double> measure(Rig rig, Proxy proxy, double seconds) {
        Wrk wrk = new Wrk("https://" + HOST + ":" + proxy.port() + "/", CONNECTIONS, keepAlive);
        return new Meter(rig.ends, rig.https().child).measure(proxy, unit(), () -> wrk.run(rig.children, seconds));
    }
}
