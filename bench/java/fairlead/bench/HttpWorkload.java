package fairlead.bench;

import java.util.List;
import java.util.Map;

/** Plain HTTP: wrk, through the proxy, to nginx; or no further than the proxy, which redirects. */
final class HttpWorkload extends Repeated {
    private static final int CONNECTIONS = 50;

    /** What is asked for, and how. */
    enum Kind {
        KEEP_ALIVE("http", WebServer.SMALL, "1 KiB to answer; connections stay."),
        FRESH("http-fresh", WebServer.SMALL, "1 KiB to answer; a connection for each request."),
        PAGE("http-page", WebServer.PAGE, "a page of 100 KiB; connections stay."),
        REDIRECT("redirect", WebServer.SMALL, "");

        private final String workload;
        private final String path;
        private final String answer;

        Kind(String workload, String path, String answer) {
            this.workload = workload;
            this.path = path;
            this.answer = answer;
        }

        private String description() {
            return this == REDIRECT
                    ? "wrk with 50 connections that stay; every request is redirected to https with a 307."
                    : "wrk with 50 connections to an nginx with " + answer + " All proxies add X-Forwarded-For.";
        }
    }

    private final Kind kind;

    HttpWorkload(Kind kind) {
        super(kind.workload, kind.description(), Unit.REQUESTS);
        this.kind = kind;
    }

    @Override
    public Setup.Entry entry() {
        return kind == Kind.REDIRECT ? Setup.Entry.REDIRECT : Setup.Entry.HTTP;
    }

    /** Without a proxy nobody redirects. */
    @Override
    public List<Contestant> contestants() {
        return super.contestants().stream()
                .filter(contestant -> kind != Kind.REDIRECT || contestant.group() != Contestant.Group.NONE)
                .toList();
    }

    @Override
    String host() {
        return WebServer.HOST;
    }

    @Override
    Setup setup(Rig rig) {
        return Setup.web(entry(), host(), rig.web().port);
    }

    @Override
    Map<Figure, Double> measure(Rig rig, Proxy proxy, double seconds) {
        String url = "http://" + WebServer.HOST + ":" + proxy.port() + kind.path;
        Wrk wrk = new Wrk(url, CONNECTIONS, kind != Kind.FRESH);
        return new Meter(rig.ends, rig.web().child).measure(proxy, unit(), () -> wrk.run(rig.children, seconds));
    }
}
