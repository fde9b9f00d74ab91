package fairlead.proxy;

import fairlead.config.Cidr;
import fairlead.config.FirewallConfig;
import fairlead.config.ListenerConfig;
import fairlead.config.LoadBalancerConfig;
import fairlead.config.Nearest;
import fairlead.http.Redirect;
import fairlead.http.Rejection;
import fairlead.http.RequestHead;
import fairlead.http.RequestParser;
import fairlead.pool.Candidates;
import fairlead.proxy.Explanation.Choice;
import fairlead.proxy.Explanation.Stage;
import fairlead.proxy.Explanation.Step;
import fairlead.proxy.Snapshot.Entry;
import fairlead.proxy.Snapshot.Target;
import fairlead.proxy.Snapshot.Traffic;
import fairlead.routing.HostPattern;
import fairlead.routing.RoutingTable.Match;
import fairlead.stats.AddressText;
import fairlead.stats.Outcome;
import fairlead.tls.ClientHelloParser.Reason;
import fairlead.tls.ServerName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Tells the story of a connection that nobody makes: the steps of {@link Connection} and {@link HttpSession}, in their order
 * and by the code they go by, with a sentence for each. For one thread.
 */
final class Explainer {
    private final Engine engine;
    private final RouteQuestion asked;
    private final Snapshot snapshot;
    private final String client;
    private final List<Step> steps = new ArrayList<>();
    private List<Choice> backends = List.of();
    private Optional<Entry> listener = Optional.empty();
    private Optional<Target> target = Optional.empty();

    private Explainer(Engine engine, RouteQuestion asked) {
        this.engine = engine;
        this.asked = asked;
        this.snapshot = engine.snapshot();
        this.client = AddressText.of(asked.client());
    }

    static Explanation explain(Engine engine, RouteQuestion asked) {
        return new Explainer(engine, asked).explain();
    }

    private Explanation explain() {
        if (!findListener()) {
            return explanation(Optional.empty(), Optional.of("connection refused by the system"));
        }
        Entry entry = listener.orElseThrow();
        try {
            admit();
            expectProxyHeader(entry);
            admitClient(entry.settings());
            return switch (entry.traffic()) {
                case TLS, TCP -> connection(entry);
                case HTTP -> request(entry);
            };
        } catch (Refused refused) {
            return explanation(Optional.of(refused.outcome()), Optional.of(refused.told(entry.traffic())));
        }
    }

    private Explanation explanation(Optional<Outcome> outcome, Optional<String> answer) {
        return new Explanation(
                steps,
                backends,
                listener.map(entry -> entry.address().toString()),
                target.map(chosen -> chosen.loadBalancer().name()),
                outcome.isPresent()
                        ? Optional.empty()
                        : backends.stream()
                                .filter(choice -> choice.position().isPresent())
                                .map(Choice::backend)
                                .findFirst(),
                outcome,
                answer);
    }

    private boolean findListener() {
        List<Entry> found = snapshot.listening(asked.port(), asked.listener());
        if (found.isEmpty()) {
            steps.add(new Step(
                    Stage.LISTENER, false, "Nothing listens on %s. There %s.".formatted(place(), listeners())));
            return false;
        }
        Entry first = found.getFirst();
        listener = Optional.of(first);
        String others =
                found.stream().skip(1).map(entry -> entry.address().toString()).collect(Collectors.joining(", "));
        pass(
                Stage.LISTENER,
                "%s takes %s.%s"
                        .formatted(
                                first.address(),
                                words(first.traffic()),
                                others.isEmpty()
                                        ? ""
                                        : " The port is listened to at %s as well: name the address to look there."
                                                .formatted(others)));
        return true;
    }

    private String place() {
        return asked.listener()
                .map(address -> new ListenAddress(address, asked.port()).toString())
                .orElse("port " + asked.port());
    }

    private String listeners() {
        List<ListenAddress> all = engine.listenAddresses();
        return all.isEmpty()
                ? "is no listener at all"
                : (all.size() == 1 ? "is " : "are ")
                        + all.stream().map(ListenAddress::toString).collect(Collectors.joining(", "));
    }

    private static String words(Traffic traffic) {
        return switch (traffic) {
            case TLS -> "TLS, which is passed through";
            case HTTP -> "HTTP requests";
            case TCP -> "any TCP connection";
        };
    }

    private void admit() throws Refused {
        int open = engine.admission().open();
        int most = engine.maxConnections();
        if (open >= most) {
            throw stop(
                    Stage.MAX_CONNECTIONS,
                    "All of max_connections are open: %d.".formatted(most),
                    Refused.silently(Outcome.TOO_MANY_CONNECTIONS));
        }
        pass(Stage.MAX_CONNECTIONS, "%d of %d connections are open.".formatted(open, most));
    }

    private void expectProxyHeader(Entry entry) {
        ListenerConfig settings = entry.settings();
        if (entry.expectsProxyHeader(asked.client())) {
            pass(
                    Stage.PROXY_HEADER,
                    "%s is among trusted_proxies, so its connections have to begin with a PROXY header, and the address in it is the client's: ask for that one."
                            .formatted(client));
        } else if (settings.acceptProxyProtocol()) {
            pass(
                    Stage.PROXY_HEADER,
                    "%s is none of trusted_proxies, so no PROXY header is read from it.".formatted(client));
        } else {
            pass(Stage.PROXY_HEADER, "No PROXY header is read on this listener.");
        }
    }

    private void admitClient(ListenerConfig settings) throws Refused {
        int most = settings.maxConnectionsPerClient();
        if (most == 0) {
            pass(Stage.CLIENT_CAP, "A client may have any number of connections.");
            return;
        }
        int open = engine.admission().openOf(asked.client());
        String sentence = "%s has %d of %d connections (max_connections_per_client).".formatted(client, open, most);
        if (open >= most) {
            throw stop(Stage.CLIENT_CAP, sentence, Refused.silently(Outcome.TOO_MANY_FROM_CLIENT));
        }
        pass(Stage.CLIENT_CAP, sentence);
    }

    private Explanation connection(Entry entry) throws Refused {
        Optional<String> name = entry.traffic() == Traffic.TLS ? serverName() : Optional.empty();
        Target chosen = chooseLoadBalancer(entry, name, Refused.unknownName());
        Candidates candidates = chosen.candidates(asked.alpn(), asked.client());
        boolean challenge = chosen.isChallenge(asked.alpn());
        if (challenge) {
            pass(
                    Stage.CHALLENGE,
                    "ALPN offers acme-tls/1: only acme_backend %s may answer, even while it is drained or down."
                            .formatted(chosen.loadBalancer().acmeBackend().orElseThrow()));
        }
        return chooseBackend(chosen, candidates, challenge ? BackendOrder.Kind.ONE : BackendOrder.Kind.USUAL);
    }

    private Optional<String> serverName() throws Refused {
        if (asked.host().isEmpty()) {
            pass(Stage.NAME, "The client sends no server name (SNI).");
            return Optional.empty();
        }
        String sent = asked.host().get();
        Reason problem = ServerName.problem(sent);
        if (problem != null) {
            throw stop(Stage.NAME, problem.sentence() + hint(sent), Refused.malformed(problem));
        }
        String name = ServerName.normal(sent);
        pass(
                Stage.NAME,
                name.equals(sent)
                        ? "%s is a valid name.".formatted(name)
                        : "The name is compared as %s.".formatted(name));
        return Optional.of(name);
    }

    private static String hint(String sent) {
        boolean ascii = sent.chars().allMatch(c -> c < 0x80);
        return ascii ? "" : " Clients send names with other letters in their ASCII form, which begins with xn--.";
    }

    private Target chooseLoadBalancer(Entry entry, Optional<String> name, Refused unknown) throws Refused {
        Optional<Match<Target>> match = entry.routes().explain(name);
        String near = name.map(host -> near(entry, host)).orElse("");
        if (match.isEmpty()) {
            String sentence = name.map(host -> "No load balancer on %s lists %s, and none is there for all other names."
                            .formatted(entry.address(), host))
                    .orElse("Without a name only a load balancer without hosts can be meant, and %s has none."
                            .formatted(entry.address()));
            throw stop(Stage.LOAD_BALANCER, sentence + near, unknown);
        }
        target = Optional.of(match.get().target());
        LoadBalancerConfig config = target.get().loadBalancer();
        pass(
                Stage.LOAD_BALANCER,
                why(match.get(), config.name(), entry.traffic(), name)
                        + (match.get().pattern().isEmpty() ? near : ""));
        passFirewall(config.firewall());
        admitToLoadBalancer(target.get());
        return target.get();
    }

    private static String why(Match<Target> match, String loadBalancer, Traffic traffic, Optional<String> name) {
        if (match.pattern().isEmpty()) {
            return traffic == Traffic.TCP
                    ? "%s has this port to itself: nothing is read, and names do not matter.".formatted(loadBalancer)
                    : "%s has no hosts, so it takes %s."
                            .formatted(loadBalancer, name.isPresent() ? "all that no other lists" : "what has no name");
        }
        return switch (match.pattern().get()) {
            case HostPattern.Exact exact -> "%s lists %s.".formatted(loadBalancer, exact);
            case HostPattern.Suffix suffix ->
                "%s lists %s, the longest suffix that matches; nobody lists the name itself."
                        .formatted(loadBalancer, suffix);
        };
    }

    /** Hosts that may have been meant. */
    private String near(Entry entry, String name) {
        if (entry.routes().hosts().contains("*." + name)) {
            return " *.%s stands for what is below %s, not for the name itself.".formatted(name, name);
        }
        String elsewhere = snapshot.entries().values().stream()
                .filter(other -> !other.address().equals(entry.address()) && other.traffic() != Traffic.TCP)
                .filter(other -> other.routes()
                        .explain(Optional.of(name))
                        .flatMap(Match::pattern)
                        .isPresent())
                .map(other -> other.address().toString())
                .sorted()
                .collect(Collectors.joining(", "));
        return elsewhere.isEmpty()
                ? Nearest.to(name, entry.routes().hosts())
                        .map(" Was %s meant?"::formatted)
                        .orElse("")
                : " It is served on %s.".formatted(elsewhere);
    }

    private void passFirewall(FirewallConfig firewall) throws Refused {
        if (firewall.equals(FirewallConfig.OPEN)) {
            pass(Stage.FIREWALL, "The firewall has no rules.");
            return;
        }
        Optional<Cidr> denying = firewall.denying(asked.client());
        String sentence = denying.map(block -> "%s is denied by %s.".formatted(client, block))
                .or(() ->
                        firewall.allowing(asked.client()).map(block -> "%s is allowed by %s.".formatted(client, block)))
                .orElse(
                        firewall.allow().isEmpty()
                                ? "No rule denies %s.".formatted(client)
                                : "%s is not on the allow list.".formatted(client));
        if (!firewall.permits(asked.client())) {
            throw stop(Stage.FIREWALL, sentence, Refused.silently(Outcome.FIREWALL_DENIED));
        }
        pass(Stage.FIREWALL, sentence);
    }

    private void admitToLoadBalancer(Target chosen) throws Refused {
        int most = chosen.loadBalancer().maxConnections();
        int open = chosen.pool().connections();
        if (most == 0) {
            pass(
                    Stage.LOAD_BALANCER_CAP,
                    "The load balancer may have any number of connections; it has %d.".formatted(open));
            return;
        }
        String sentence = "The load balancer has %d of %d connections.".formatted(open, most);
        if (open >= most) {
            throw stop(Stage.LOAD_BALANCER_CAP, sentence, Refused.silently(Outcome.LOAD_BALANCER_FULL));
        }
        pass(Stage.LOAD_BALANCER_CAP, sentence);
    }

    private Explanation request(Entry entry) throws Refused {
        RequestHead head = head();
        Optional<String> host = Optional.of(head.authority().host());
        Target chosen = chooseLoadBalancer(entry, host, Refused.unknownHost(snapshot.isServedBeside(entry, host)));
        LoadBalancerConfig config = chosen.loadBalancer();
        if (HttpSession.isChallenge(head, chosen)) {
            pass(
                    Stage.CHALLENGE,
                    "A challenge of ACME: the backends are asked one after another until one answers with 200. If none does, the request is %s."
                            .formatted(config.http().redirect() ? "redirected" : "forwarded"));
            return chooseBackend(chosen, chosen.pool().challenged(asked.client()), BackendOrder.Kind.CHALLENGED);
        }
        if (config.http().redirect()) {
            String location = Redirect.location(head.authority(), head.target(), config.httpsPort());
            pass(Stage.REDIRECT, "redirect_http_to_https is set: the request is answered here and goes to no backend.");
            return explanation(
                    Optional.of(Outcome.REDIRECTED),
                    Optional.of("HTTP %d, Location: %s".formatted(config.http().redirectStatus(), location)));
        }
        return chooseBackend(chosen, chosen.pool().candidates(asked.client()), BackendOrder.Kind.USUAL);
    }

    /** The request as its bytes would be read. */
    private RequestHead head() throws Refused {
        if ((asked.host().orElse("") + asked.path()).chars().anyMatch(c -> c < ' ')) {
            throw malformed(Rejection.FIELD_VALUE); // no line of our own making
        }
        String host = asked.host().map(name -> "Host: " + name + "\r\n").orElse("");
        byte[] bytes = "GET %s HTTP/1.1\r\n%s\r\n".formatted(asked.path(), host).getBytes(StandardCharsets.ISO_8859_1);
        return switch (RequestParser.parse(bytes, 0, bytes.length)) {
            case RequestParser.Result.Complete complete -> {
                RequestHead head = complete.head();
                pass(
                        Stage.NAME,
                        "The request is for %s.".formatted(head.authority().host()));
                yield head;
            }
            case RequestParser.Result.Malformed malformed -> throw malformed(malformed.rejection());
            case RequestParser.Result.Incomplete unused -> throw malformed(Rejection.HEAD_TOO_LARGE);
        };
    }

    private Refused malformed(Rejection rejection) {
        return stop(Stage.NAME, rejection.sentence(), Refused.malformed(rejection));
    }

    private Explanation chooseBackend(Target chosen, Candidates candidates, BackendOrder.Kind kind) throws Refused {
        BackendOrder order = BackendOrder.of(chosen, candidates.order(System.nanoTime()), kind, engine.backends());
        backends = order.choices();
        pass(Stage.ALGORITHM, order.algorithm(client));
        Optional<String> first = order.first();
        if (first.isEmpty()) {
            throw stop(Stage.BACKEND, "No backend may be used.", Refused.noBackend());
        }
        pass(Stage.BACKEND, first.get());
        return explanation(Optional.empty(), Optional.empty());
    }

    private void pass(Stage stage, String sentence) {
        steps.add(new Step(stage, true, sentence));
    }

    private Refused stop(Stage stage, String sentence, Refused refused) {
        steps.add(new Step(stage, false, sentence));
        return refused;
    }
}
