package fairlead.admin.settings;

import static fairlead.admin.settings.Words.CHALLENGES;
import static fairlead.admin.settings.Words.PROXY_PROTOCOL;
import static fairlead.admin.settings.Words.seconds;
import static fairlead.admin.settings.Words.word;

import fairlead.config.HealthCheckConfig;
import fairlead.config.LoadBalancerConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** The sections of a load balancer's settings; all of its keys but the backends, which have a page of their own. */
public final class Sections {
    private static final String REDIRECT = "redirect_http_to_https";
    private static final String CHECK = "health_check.protocol";
    private static final String STICKY = "sticky_sessions.type";

    public static final Rows RULES = new Rows(
            "forwarding_rules",
            "Forwarding rules",
            "rule",
            "Clients connect to the entry port; the backends listen on the target port. TLS is passed through: the "
                    + "certificates stay on the backends.",
            List.of(
                    new Field("entry_protocol", "Protocol", "", Kind.PAIR, Words.PAIRS, unused -> "", Optional.empty()),
                    Field.of("entry_port", "Entry port", "", Kind.WHOLE),
                    Field.of("target_port", "Target port", "", Kind.WHOLE),
                    Field.of("listener_address", "Listener address", "", Kind.TEXT)));

    public static final Rows HOSTS = Rows.ofStrings(
            "hosts",
            "Hosts",
            "host",
            "Exact names, or *.example.com for everything below. Without any, this load balancer takes what no other "
                    + "wants on its ports.");

    private static final Section FORWARDING = new Section(
            "rules",
            "Forwarding rules",
            "Which ports clients connect to, and where that goes.",
            List.of(),
            List.of(RULES));

    private static final Section SSL = Section.of(
            "ssl",
            "SSL",
            "What happens on port 80, and how the backends get their certificates.",
            Field.of(
                    REDIRECT,
                    "Redirect HTTP to HTTPS",
                    "Answers every plain HTTP request with a redirect. Needs an HTTP rule.",
                    Kind.CHECKBOX,
                    config -> String.valueOf(config.http().redirect())),
            Field.choice(
                            "redirect_status",
                            "Redirect status",
                            "Browsers keep 301 and 308 for good: begin with 307.",
                            config -> String.valueOf(config.http().redirectStatus()),
                            List.of(
                                    new Option("301", "301 Moved Permanently"),
                                    new Option("302", "302 Found"),
                                    new Option("307", "307 Temporary Redirect"),
                                    new Option("308", "308 Permanent Redirect")))
                    .onlyWith(REDIRECT, "true"),
            Field.of(
                            "public_https_port",
                            "Public HTTPS port",
                            "Only when clients reach HTTPS at another port than that of the HTTPS rule.",
                            Kind.WHOLE)
                    .onlyWith(REDIRECT, "true"),
            Field.choice(
                    "acme_challenges",
                    "ACME challenges (HTTP-01)",
                    "Forwarding asks each backend until one knows the answer, so that Certbot works on all of them.",
                    config -> word(config.http().acmeChallenges()),
                    CHALLENGES),
            Field.of(
                    "acme_backend",
                    "ACME backend",
                    "Gets TLS-ALPN-01 challenges, and is asked first for the answer to HTTP-01 challenges.",
                    Kind.BACKEND));

    private static final Section NAMES = new Section(
            "hosts", "Hosts", "The names by which clients ask for this load balancer.", List.of(), List.of(HOSTS));

    private static final Section HEALTH = Section.of(
            "health",
            "Health checks",
            "How Fairlead finds out whether a backend works.",
            Field.choice(
                    CHECK,
                    "Protocol",
                    "TLS completes a handshake; HTTP and HTTPS also ask for a page; TCP only connects.",
                    config -> word(config.healthCheck().protocol()),
                    List.of(
                            new Option("tls", "TLS"),
                            new Option("https", "HTTPS"),
                            new Option("http", "HTTP"),
                            new Option("tcp", "TCP"),
                            new Option("none", "No checks"))),
            Field.of("health_check.port", "Port", "In place of the port that connections go to.", Kind.WHOLE)
                    .onlyWith(CHECK, "tcp", "tls", "http", "https"),
            Field.of(
                            "health_check.path",
                            "Path",
                            "Of HTTP and HTTPS checks.",
                            Kind.TEXT,
                            config -> config.healthCheck().path())
                    .onlyWith(CHECK, "http", "https"),
            Field.of("health_check.host", "Host", "Asked for in place of the first of the hosts.", Kind.TEXT)
                    .onlyWith(CHECK, "tls", "http", "https"),
            Field.of(
                            "health_check.expected_status",
                            "Expected status",
                            "Of HTTP and HTTPS checks; several separated by commas: 200-299, 401.",
                            Kind.SEVERAL,
                            Sections::expectedStatus)
                    .onlyWith(CHECK, "http", "https"),
            checkSeconds("check_interval", "Interval", "From one check to the next.", HealthCheckConfig::checkInterval),
            checkSeconds("response_timeout", "Timeout", "For a whole check.", HealthCheckConfig::responseTimeout),
            threshold("unhealthy", "Failures in a row that take a backend out.", HealthCheckConfig::unhealthyThreshold),
            threshold("healthy", "Successes in a row that bring it back.", HealthCheckConfig::healthyThreshold),
            Field.of(
                            "health_check.verify_certificate",
                            "Verify the certificate",
                            "A check fails when it is not trusted, not valid now, or not for the host.",
                            Kind.CHECKBOX,
                            config -> String.valueOf(config.healthCheck().verifyCertificate()))
                    .onlyWith(CHECK, "tls", "https"),
            Field.of(
                            "health_check.ca_file",
                            "Authorities",
                            "PEM file on this machine, trusted in place of the usual authorities.",
                            Kind.TEXT)
                    .onlyWith(CHECK, "tcp", "tls", "http", "https"),
            Field.choice(
                            "health_check.proxy_protocol",
                            "PROXY header of checks",
                            "As for connections unless you say otherwise.",
                            config -> word(config.healthCheck().proxyProtocol()),
                            PROXY_PROTOCOL)
                    .onlyWith(CHECK, "tcp", "tls", "http", "https"));

    private static final Section BALANCING = Section.of(
            "balancing",
            "Algorithm and stickiness",
            "How a backend is chosen, and when a client stays on its own.",
            Field.choice(
                    "algorithm",
                    "Algorithm",
                    "",
                    config -> word(config.algorithm()),
                    List.of(
                            new Option("round_robin", "Round robin"),
                            new Option("least_connections", "Least connections"),
                            new Option("random_two_choices", "Random, the better of two"))),
            Field.choice(
                    STICKY,
                    "Sticky sessions",
                    "By client address works with TLS passthrough; cookies only with HTTP that is forwarded.",
                    config -> word(config.stickySessions().type()),
                    List.of(
                            new Option("none", "None"),
                            new Option("source_ip", "By client address"),
                            new Option("cookies", "By cookie"))),
            Field.of(
                            "sticky_sessions.cookie_name",
                            "Cookie name",
                            "",
                            Kind.TEXT,
                            config -> config.stickySessions().cookieName())
                    .onlyWith(STICKY, "cookies"),
            Field.of(
                            "sticky_sessions.cookie_ttl_seconds",
                            "Cookie lifetime",
                            "How long a client that stays away is remembered.",
                            Kind.SECONDS,
                            config -> seconds(config.stickySessions().cookieTtl()))
                    .onlyWith(STICKY, "cookies"),
            Field.of(
                            "sticky_sessions.cookie_secret",
                            "Cookie secret",
                            "At least 32 characters. Without one, a new secret is drawn at each start.",
                            Kind.SECRET)
                    .onlyWith(STICKY, "cookies"),
            Field.choice(
                    "all_unhealthy",
                    "When no backend is healthy",
                    "",
                    config -> word(config.allUnhealthy()),
                    List.of(new Option("try_anyway", "Try them anyway"), new Option("refuse", "Refuse"))),
            Field.choice(
                    "on_unhealthy",
                    "Connections of a backend that goes down",
                    "",
                    config -> word(config.onUnhealthy()),
                    List.of(new Option("keep", "Keep them"), new Option("close", "Close them"))),
            Field.of(
                    "slow_start_seconds",
                    "Slow start",
                    "How long a backend that comes back takes to have its whole share again. Empty: at once.",
                    Kind.SECONDS));

    private static final Section PROXY = Section.of(
            "proxy",
            "PROXY protocol",
            "How the backends learn who their client is.",
            Field.choice(
                    "proxy_protocol",
                    "PROXY protocol",
                    "A header at the beginning of each connection. The backends must expect it, and get it always then.",
                    config -> word(config.proxyProtocol()),
                    PROXY_PROTOCOL),
            Field.choice(
                    "forwarded_headers",
                    "Forwarded headers",
                    "Of HTTP requests that are forwarded.",
                    config -> word(config.http().forwardedHeaders()),
                    List.of(
                            new Option("x_forwarded", "X-Forwarded-*"),
                            new Option("forwarded", "Forwarded (RFC 7239)"),
                            new Option("both", "Both"),
                            new Option("off", "None"))));

    private static final Section FIREWALL = new Section(
            "firewall",
            "Firewall",
            "Who may connect. Deny wins; when there is an allow list, everybody else is denied.",
            List.of(),
            List.of(
                    Rows.ofStrings("firewall.allow", "Allow", "address", "ip:198.51.100.7 or cidr:203.0.113.0/24"),
                    Rows.ofStrings("firewall.deny", "Deny", "address", "ip:198.51.100.7 or cidr:203.0.113.0/24")));

    private static final Section LIMITS = Section.of(
            "limits",
            "Timeouts and limits",
            "In seconds; fractions are allowed.",
            Field.of(
                    "connect_timeout_seconds",
                    "Connect timeout",
                    "For finding a backend that answers, all attempts together.",
                    Kind.SECONDS,
                    config -> seconds(config.connectTimeout())),
            Field.of(
                    "idle_timeout_seconds",
                    "Idle timeout",
                    "Without a byte either way.",
                    Kind.SECONDS,
                    config -> seconds(config.idleTimeout())),
            Field.of(
                    "half_close_timeout_seconds",
                    "Half-close timeout",
                    "Without a byte once one side has finished.",
                    Kind.SECONDS,
                    config -> seconds(config.halfCloseTimeout())),
            Field.of(
                    "response_timeout_seconds",
                    "Response timeout",
                    "Of HTTP requests that are forwarded: until the backend has begun its response.",
                    Kind.SECONDS,
                    config -> seconds(config.http().responseTimeout())),
            Field.of(
                    "backend_drain_timeout_seconds",
                    "Drain timeout",
                    "Until the connections of a backend that is drained are closed. Empty: never.",
                    Kind.SECONDS),
            Field.of(
                    "max_connections",
                    "Most connections",
                    "Open at a time. 0: no limit.",
                    Kind.WHOLE,
                    config -> String.valueOf(config.maxConnections())),
            Field.of(
                    "queue.max_waiting",
                    "Most waiting",
                    "Connections that may wait for one backend that is full.",
                    Kind.WHOLE,
                    config -> String.valueOf(config.queue().maxWaiting())),
            Field.of(
                    "queue.timeout_seconds",
                    "Longest wait",
                    "For a place on a backend.",
                    Kind.SECONDS,
                    config -> seconds(config.queue().timeout())));

    private static final List<Section> ALL =
            List.of(FORWARDING, SSL, NAMES, HEALTH, BALANCING, PROXY, FIREWALL, LIMITS);

    private Sections() {}

    /** All of them in the order of the page. */
    public static List<Section> all() {
        return ALL;
    }

    public static Optional<Section> of(String id) {
        return ALL.stream().filter(section -> section.id().equals(id)).findFirst();
    }

    private static Field checkSeconds(
            String name, String label, String hint, Function<HealthCheckConfig, Duration> of) {
        return Field.of(
                        "health_check." + name + "_seconds",
                        label,
                        hint,
                        Kind.SECONDS,
                        config -> seconds(of.apply(config.healthCheck())))
                .onlyWith(CHECK, "tcp", "tls", "http", "https");
    }

    private static Field threshold(String name, String hint, ToIntFunction<HealthCheckConfig> of) {
        return Field.of(
                        "health_check." + name + "_threshold",
                        name.equals("healthy") ? "Healthy threshold" : "Unhealthy threshold",
                        hint,
                        Kind.WHOLE,
                        config -> String.valueOf(of.applyAsInt(config.healthCheck())))
                .onlyWith(CHECK, "tcp", "tls", "http", "https");
    }

    private static String expectedStatus(LoadBalancerConfig config) {
        return config.healthCheck().expectedStatus().stream()
                .map(range -> range.first() == range.last()
                        ? String.valueOf(range.first())
                        : range.first() + "-" + range.last())
                .collect(Collectors.joining(", "));
    }
}
