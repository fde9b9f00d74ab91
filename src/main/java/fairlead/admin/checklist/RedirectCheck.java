package fairlead.admin.checklist;

import fairlead.admin.checklist.Item.State;
import fairlead.config.Cidr;
import fairlead.config.Config;
import fairlead.config.ForwardingRule;
import fairlead.config.ListenerConfig;
import fairlead.config.LoadBalancerConfig;
import fairlead.config.Protocol;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Asks a load balancer's own http port for a page, as a client does, and looks whether it is sent to https. */
public final class RedirectCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int LARGEST_HEAD = 16 << 10;

    private RedirectCheck() {}

    /** What came of it, and the remedy. */
    public record Result(State state, String sentence) {}

    /** Tries the first http rule. Blocks for two seconds at the most. */
    public static Result of(Config config, LoadBalancerConfig loadBalancer) {
        Optional<ForwardingRule> rule = loadBalancer.forwardingRules().stream()
                .filter(each -> each.entryProtocol() == Protocol.HTTP)
                .findFirst();
        if (!loadBalancer.http().redirect() || rule.isEmpty()) {
            return new Result(
                    State.NOT_NEEDED,
                    "The redirect is off: tick \"Redirect HTTP to HTTPS\" in the settings to have it.");
        }
        int port = rule.get().entryPort();
        InetAddress address = address(config, rule.get());
        if (isForeign(config, rule.get(), address) || !loadBalancer.firewall().permits(address)) {
            return new Result(
                    State.WAITING,
                    "Port %d does not listen to this machine itself (firewall, PROXY protocol): try it from elsewhere."
                            .formatted(port));
        }
        String host = host(loadBalancer);
        try {
            return judge(head(new InetSocketAddress(address, port), host), port, host);
        } catch (SocketTimeoutException e) {
            return new Result(
                    State.FAILED, "Port %d did not answer within 2 seconds: look at the log.".formatted(port));
        } catch (IOException e) {
            return new Result(
                    State.FAILED,
                    "Port %d cannot be reached (%s): see whether it is listened on.".formatted(port, e.getMessage()));
        }
    }

    private static Result judge(String head, int port, String host) {
        String status = head.lines().findFirst().orElse("");
        Optional<String> location = head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("location:"))
                .map(line -> line.substring("location:".length()).strip())
                .findFirst();
        return location.filter(to -> to.startsWith("https://")).isPresent()
                ? new Result(State.DONE, "http://%s on port %d leads to %s".formatted(host, port, location.get()))
                : new Result(
                        State.FAILED,
                        "Port %d answered \"%s\" and sent nobody to https: look which load balancer has %s there."
                                .formatted(port, status, host));
    }

    private static String head(InetSocketAddress to, String host) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try (Socket socket = new Socket()) {
            socket.connect(to, (int) PATIENCE.toMillis());
            String request = "GET /fairlead-checklist HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            StringBuilder head = new StringBuilder();
            InputStream in = socket.getInputStream();
            byte[] some = new byte[4096];
            while (head.indexOf("\r\n\r\n") < 0 && head.length() < LARGEST_HEAD) {
                int left = (int) Duration.ofNanos(end - System.nanoTime()).toMillis();
                if (left <= 0) {
                    throw new SocketTimeoutException();
                }
                socket.setSoTimeout(left);
                int count = in.read(some);
                if (count < 0) {
                    break;
                }
                head.append(new String(some, 0, count, StandardCharsets.ISO_8859_1));
            }
            return head.toString();
        }
    }

    /** A name that this load balancer answers to. */
    private static String host(LoadBalancerConfig loadBalancer) {
        return loadBalancer.hosts().stream()
                .findFirst()
                .map(host -> host.startsWith("*.") ? "www" + host.substring(1) : host)
                .orElse("www.example.com");
    }

    private static InetAddress address(Config config, ForwardingRule rule) {
        InetAddress bound = listener(config, rule).address();
        return bound.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bound;
    }

    /** Whether the listener takes what comes from its own address for a proxy. */
    private static boolean isForeign(Config config, ForwardingRule rule, InetAddress address) {
        ListenerConfig listener = listener(config, rule);
        return listener.acceptProxyProtocol()
                && listener.trustedProxies().stream().anyMatch((Cidr block) -> block.contains(address));
    }

    private static ListenerConfig listener(Config config, ForwardingRule rule) {
        return config.listeners().stream()
                .filter(listener -> listener.port() == rule.entryPort())
                .filter(listener ->
                        rule.listenerAddress().map(listener.address()::equals).orElse(true))
                .findFirst()
                .orElseGet(() -> ListenerConfig.withDefaults(
                        rule.entryPort(), rule.listenerAddress().orElse(ListenerConfig.ANY)));
    }
}
