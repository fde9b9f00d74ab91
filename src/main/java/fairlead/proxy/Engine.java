package fairlead.proxy;

import fairlead.config.AccessLogConfig;
import fairlead.config.Config;
import fairlead.health.BackendStatus;
import fairlead.health.Health;
import fairlead.health.Survey;
import fairlead.health.certificate.ServedCertificate;
import fairlead.health.dns.Names;
import fairlead.health.dns.Resolver;
import fairlead.health.finding.Finding;
import fairlead.proxy.Snapshot.Entry;
import fairlead.stats.AccessLog;
import fairlead.stats.AccessLogFormat;
import fairlead.stats.ConnectionRecord;
import fairlead.stats.Counters;
import fairlead.stats.EventLog;
import fairlead.stats.LogSink;
import fairlead.stats.Outcome;
import fairlead.stats.Recent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The running process: its listeners, its open connections, and the one {@link Snapshot} that new connections go by. A
 * config is applied whole or not at all, and touches no connection that is open.
 *
 * <p>Safe for many threads. One lock, held while a config is applied, by which no connection ever waits.
 */
public final class Engine implements AutoCloseable {
    private static final int RECENT = 500;
    private static final Duration FIRST_ANSWERS = Duration.ofSeconds(3);

    private final AtomicReference<Snapshot> snapshot = new AtomicReference<>(Snapshot.EMPTY);
    private final AccessLog accessLog = new AccessLog(LogSink.none(), AccessLogFormat.TEXT);
    private final Connections connections = new Connections();
    private final ReentrantLock applying = new ReentrantLock();
    private final Admission admission = new Admission();
    private final Counters counters = new Counters();
    private final Recent recent = new Recent(RECENT);
    private final BufferPool buffers = new BufferPool(Capacity.buffers());
    private final MemoryBudget helloMemory = new MemoryBudget(Capacity.helloMemory());
    private final Endings endings = new Endings();
    private final long firstId = ThreadLocalRandom.current().nextLong() << 32;
    private final AtomicLong ids = new AtomicLong(firstId);
    private final int descriptorLimit = Capacity.connections();
    private final EventLog events = new EventLog();
    private final Instant startedAt = Instant.now();
    private final Names names;
    private final Health health;
    private final byte[] cookieKey = new byte[32];
    private volatile Instant appliedAt = startedAt;
    private volatile boolean draining;
    private volatile boolean hurried;
    private final Turns turns = new Turns(connections::isEmpty);
    private final Listeners listeners = new Listeners(events, turns, this::accepted);
    private final Sweeper sweeper =
            new Sweeper(connections.all(), () -> snapshot.get().shortestLimit());

    /** Makes a config durable. */
    @FunctionalInterface
    public interface Commit {

        /**
         * Writes it down for good.
         *
         * @throws IOException with a sentence for the user
         */
        void run() throws IOException;
    }

    private Engine(Resolver resolver) {
        names = new Names(resolver, events, this::namesChanged);
        health = new Health(events, resolver);
        new SecureRandom().nextBytes(cookieKey);
    }

    /**
     * Binds every listener of the config and begins to serve.
     *
     * @throws IOException with a sentence for the user when a port cannot be bound or the access log not be opened
     */
    public static Engine start(Config config) throws IOException {
        return start(config, Resolver.SYSTEM);
    }

    /** The same, with names looked up by somebody else than the system. */
    static Engine start(Config config, Resolver resolver) throws IOException {
        Engine engine = new Engine(resolver);
        try {
            engine.apply(config);
        } catch (IOException e) {
            engine.close();
            throw e;
        }
        engine.sweeper.start();
        engine.turns.start();
        return engine;
    }

    /**
     * Makes new connections go by this config. New ports are bound first; when one cannot be, nothing has changed.
     *
     * @throws IOException with a sentence for the user when a port cannot be bound or the access log not be opened
     */
    public void apply(Config config) throws IOException {
        apply(config, () -> {});
    }

    /**
     * The same, with a last step when all that could fail has succeeded, and before anything has changed. When it fails,
     * nothing has changed either.
     *
     * @throws IOException with a sentence for the user, of the last step too
     */
    public void apply(Config config, Commit commit) throws IOException {
        applying.lock();
        try {
            Snapshot before = snapshot.get();
            names.want(Survey.namesIn(config), config.resolveInterval(), FIRST_ANSWERS);
            try {
                apply(config, before, commit);
            } catch (IOException e) {
                names.want(Survey.namesIn(before.config()), before.config().resolveInterval(), Duration.ZERO);
                throw e;
            }
        } finally {
            applying.unlock();
        }
    }

    private void apply(Config config, Snapshot before, Commit commit) throws IOException {
        Snapshot next = Snapshot.of(config, names::addresses, cookieKey, before, System.nanoTime());
        List<Listener> added = listeners.bindMissing(next.entries().keySet());
        Optional<LogSink> log = Optional.empty();
        try {
            log = openAccessLog(before.config().accessLog(), config.accessLog());
            commit.run();
        } catch (IOException e) {
            added.forEach(Listener::close);
            if (log.isPresent()) {
                log.get().close();
            }
            throw e;
        }
        log.ifPresent(sink -> accessLog.change(sink, format(config.accessLog())));
        takeEffect(next);
        listeners.start(added);
        listeners.closeExcept(next.entries().keySet());
        appliedAt = Instant.now();
    }

    /** From here on nothing can fail. */
    private void takeEffect(Snapshot next) {
        long now = System.nanoTime();
        next.pools().values().forEach(pool -> pool.takeEffect(now));
        snapshot.set(next);
        health.remember(next.config().stateFile());
        health.watch(next.config(), next.pools());
        events.webhook(next.config().webhookUrl());
    }

    /** Some backends have gone and others come, with the same config. */
    private void namesChanged() {
        applying.lock();
        try {
            Snapshot before = snapshot.get();
            takeEffect(Snapshot.of(before.config(), names::addresses, cookieKey, before, System.nanoTime()));
        } finally {
            applying.unlock();
        }
    }

    /**
     * Stops accepting, lets open connections go on until they end or the config's drain timeout is over, and closes the
     * rest.
     *
     * @return how many had to be closed
     */
    public int drain() {
        return drain(snapshot.get().config().drainTimeout());
    }

    private int drain(Duration limit) {
        draining = true;
        stopListening();
        names.close();
        awaitEnds(limit);
        int closed = connections.abort(Outcome.DRAINED);
        hurried = false;
        awaitEnds(Duration.ofSeconds(2)); // until their last words are in the log
        health.close();
        sweeper.close();
        turns.close();
        accessLog.close();
        events.close();
        return closed;
    }

    /** Makes a drain that is under way end now. */
    public void hurry() {
        hurried = true;
    }

    @Override
    public void close() {
        drain(Duration.ZERO);
    }

    /** Begins the access log's file anew, as after a rename by logrotate. */
    public void reopenAccessLog() {
        accessLog.reopen();
    }

    /** What new connections go by. */
    public Config config() {
        return snapshot.get().config();
    }

    public Instant startedAt() {
        return startedAt;
    }

    /** Since when new connections go by the present config. */
    public Instant appliedAt() {
        return appliedAt;
    }

    /** What changed lately; whoever changes the config says so there. */
    public EventLog events() {
        return events;
    }

    /** What the ended connections add up to. */
    public Counters counters() {
        return counters;
    }

    /** Connections ever accepted. */
    public long acceptedConnections() {
        return ids.get() - firstId;
    }

    /** Connections accepted and not yet ended. */
    public int openConnections() {
        return connections.count();
    }

    /** The open connections, the oldest first. */
    public List<OpenConnection> connections() {
        return connections.look();
    }

    /** Where the open connections go, and what they have moved that {@link #counters()} do not have yet. */
    public Map<Counters.Key, OpenTraffic> openTraffic() {
        return connections.traffic();
    }

    /** Ends the connection of this id now, and tells how it stood; empty when none that is open has it. */
    public Optional<OpenConnection> close(String id) {
        return connections.close(id);
    }

    /** The latest connections that ended, and requests that were answered, the newest first. */
    public List<ConnectionRecord> recent() {
        return recent.latest();
    }

    /** How many connections may be open: what the config says, and no more than there are file descriptors for. */
    public int maxConnections() {
        return Math.min(snapshot.get().config().maxConnections(), descriptorLimit);
    }

    /** The addresses listened on, in the order of their ports. */
    public List<ListenAddress> listenAddresses() {
        return snapshot.get().entries().keySet().stream().sorted().toList();
    }

    /** The same, with how they are set and who is reached through them. */
    public List<ListenerStatus> listeners() {
        return snapshot.get().listeners();
    }

    /** Where a connection would go, and why. Makes none, and changes nothing. */
    public Explanation explain(RouteQuestion asked) {
        return Explainer.explain(this, asked);
    }

    /** How every backend stands, in the order of the config. */
    public List<BackendStatus> backends() {
        Snapshot now = snapshot.get();
        return Health.statuses(now.config(), now.pools(), names.all());
    }

    /** What is wrong with certificates and host names, the worst first. */
    public List<Finding> findings() {
        return health.findings();
    }

    /** What certificates the backends serve, for each host. */
    public List<ServedCertificate> certificates() {
        return health.certificates();
    }

    /** Access log lines that the disk was too slow for. */
    public long droppedLogLines() {
        return accessLog.dropped();
    }

    Health health() {
        return health;
    }

    Snapshot snapshot() {
        return snapshot.get();
    }

    Admission admission() {
        return admission;
    }

    Endings endings() {
        return endings;
    }

    /** Ends the connection of this client. */
    void abort(InetSocketAddress client, Outcome reason) {
        connections.abort(client, reason);
    }

    BufferPool buffers() {
        return buffers;
    }

    Turns turns() {
        return turns;
    }

    MemoryBudget helloMemory() {
        return helloMemory;
    }

    long nextId() {
        return ids.getAndIncrement();
    }

    /** The listener as the config has it now, for requests on a connection that it accepted earlier. */
    Entry current(Entry accepted) {
        Entry now = snapshot.get().entries().get(accepted.address());
        return now == null || now.traffic() != accepted.traffic() ? accepted : now;
    }

    /** Whether connections of this listener may go on to another request. */
    boolean keeps(Entry accepted) {
        Entry now = snapshot.get().entries().get(accepted.address());
        return !draining && now != null && now.traffic() == accepted.traffic();
    }

    /** Whether no more connections are accepted, and open ones should end soon. */
    public boolean isDraining() {
        return draining;
    }

    /** A request is answered, and its connection may go on. */
    void answered(ConnectionRecord answered) {
        counters.addRequest(answered);
        log(answered);
    }

    /**
     * A connection is over.
     *
     * @param logged whether the access log has lines of its requests
     */
    void ended(Connection connection, ConnectionRecord ended, boolean logged) {
        counters.add(ended);
        if (!logged) {
            log(ended);
        }
        endings.tell(ended);
        connections.ended(connection); // last: a drain waits for this
    }

    private void log(ConnectionRecord ended) {
        recent.add(ended);
        accessLog.add(ended);
    }

    private void accepted(Listener listener, SocketChannel client) {
        Entry entry = snapshot.get().entries().get(listener.address());
        if (entry == null) {
            Sockets.close(client); // the config that removed the listener has just been applied
            return;
        }
        try {
            connections.start(new Connection(this, entry, client));
        } catch (IOException e) {
            Sockets.close(client); // reset before it could be looked at
        }
    }

    private void stopListening() {
        applying.lock();
        try {
            listeners.closeExcept(Set.of());
        } finally {
            applying.unlock();
        }
    }

    private static Optional<LogSink> openAccessLog(AccessLogConfig before, AccessLogConfig after) throws IOException {
        return before.equals(after) ? Optional.empty() : Optional.of(open(after));
    }

    private static AccessLogFormat format(AccessLogConfig config) {
        return switch (config.format()) {
            case TEXT -> AccessLogFormat.TEXT;
            case JSON -> AccessLogFormat.JSON;
        };
    }

    private static LogSink open(AccessLogConfig config) throws IOException {
        return switch (config.output()) {
            case AccessLogConfig.STDOUT -> LogSink.stream(System.out);
            case AccessLogConfig.OFF -> LogSink.none();
            default -> LogSink.file(Path.of(config.output()), config.rotateBytes(), config.keepFiles());
        };
    }

    private void awaitEnds(Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (!connections.isEmpty() && !hurried && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}
