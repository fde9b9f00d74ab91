package fairlead.config;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the whole document. */
final class ConfigReader {

    private static final Scalar<Duration> SECONDS = new Scalar.Seconds();
    private static final Scalar<Long> ROTATE_BYTES = new Scalar.Whole(4096, 1L << 40);
    private static final Scalar<Long> KEEP_FILES = new Scalar.Whole(0, 1000);

    private final Problems problems;

    ConfigReader(Problems problems) {
        this.problems = problems;
    }

    /** What stands there; with gaps where there are problems, and to be used only when there are none. */
    Config read(JsonObject json) {
        json.require("load_balancers");
        AdminConfig admin = json.object("admin", AdminReader::read).orElse(AdminConfig.DEFAULT);
        int maxConnections = json.integer(
                "max_connections", Config.DEFAULT_MAX_CONNECTIONS, new Scalar.Whole(1, Config.MOST_CONNECTIONS));
        Duration drainTimeout = json.value("drain_timeout_seconds", Config.DEFAULT_DRAIN_TIMEOUT, SECONDS);
        AccessLogConfig accessLog =
                json.object("access_log", ConfigReader::accessLog).orElse(AccessLogConfig.DEFAULT);
        Duration resolveInterval = json.value("resolve_interval_seconds", Config.DEFAULT_RESOLVE_INTERVAL, SECONDS);
        List<InetAddress> publicAddresses = publicAddresses(json);
        Optional<URI> webhookUrl = json.text("webhook_url", WebhookUrl::parse);
        Optional<String> stateFile = json.text("state_file", ConfigReader::stateFile);
        if (stateFile.isPresent() && samePath(stateFile.get(), accessLog.output())) {
            json.problem("state_file", "is the file of access_log.output too: choose another");
        }
        ListenerReader listenerReader = new ListenerReader();
        Elements<ListenerConfig> listeners = json.objects("listeners", listenerReader::read);
        LoadBalancerReader reader = new LoadBalancerReader();
        Elements<LoadBalancerDraft> loadBalancers = json.objects("load_balancers", reader::read);

        new ListenerChecks(listeners, listenerReader::httpKeys, loadBalancers, problems).run();
        new PortChecks(listeners, problems).run(loadBalancers.values());
        return new Config(
                admin,
                maxConnections,
                drainTimeout,
                accessLog,
                resolveInterval,
                publicAddresses,
                webhookUrl,
                stateFile,
                listeners.values(),
                loadBalancers.values().stream().map(LoadBalancerDraft::config).toList());
    }

    private static AccessLogConfig accessLog(JsonObject json) {
        AccessLogConfig standard = AccessLogConfig.DEFAULT;
        return new AccessLogConfig(
                json.text("output", ConfigReader::output).orElse(standard.output()),
                json.value("format", standard.format(), new Scalar.Word<>(AccessLogConfig.Format.class)),
                json.value("http_path", standard.httpPath(), new Scalar.Word<>(AccessLogConfig.HttpPath.class)),
                json.value("rotate_bytes", standard.rotateBytes(), ROTATE_BYTES),
                json.integer("keep_files", standard.keepFiles(), KEEP_FILES));
    }

    /** A bare word is refused: a misspelt "stdout" would become a file of that name. */
    private static String output(String text) {
        boolean word = text.equals("stdout") || text.equals("off");
        if (word || isPath(text)) {
            return text;
        }
        throw new IllegalArgumentException("must be \"stdout\", \"off\" or the path of a file, such as "
                + "\"/var/log/fairlead/access.log\"; found the string " + Quote.text(text));
    }

    private static String stateFile(String text) {
        if (isPath(text)) {
            return text;
        }
        throw new IllegalArgumentException("must be the path of a file, such as \"/var/lib/fairlead/state\"; "
                + "found the string " + Quote.text(text));
    }

    private static boolean isPath(String text) {
        return text.contains("/") && !text.endsWith("/") && text.indexOf('\0') < 0;
    }

    private static boolean samePath(String one, String other) {
        try {
            return Path.of(one).normalize().equals(Path.of(other).normalize());
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static List<InetAddress> publicAddresses(JsonObject json) {
        Set<InetAddress> seen = new HashSet<>();
        return json.texts("public_addresses", text -> {
                    InetAddress address = Addresses.ofThisMachine(text);
                    if (!seen.add(address)) {
                        throw new IllegalArgumentException(
                                "%s is listed twice: remove it here".formatted(Quote.text(text)));
                    }
                    return address;
                })
                .values();
    }
}
