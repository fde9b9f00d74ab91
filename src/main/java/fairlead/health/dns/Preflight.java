package fairlead.health.dns;

import fairlead.config.Config;
import fairlead.config.LoadBalancerConfig;
import fairlead.health.dns.HostAddresses.Answer;
import fairlead.health.finding.Finding.Draft;
import fairlead.health.finding.Findings;
import fairlead.health.finding.Printable;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Looks up every exact host, and reports those that do not lead to this machine. The thread {@code preflight} judges; up
 * to {@value #LOOKUPS} threads {@code preflight lookup} wait for the DNS, platform threads, as a lookup by the system
 * holds on to what it runs on.
 */
public final class Preflight implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("fairlead");
    private static final Duration INTERVAL = Duration.ofMinutes(5);
    private static final Duration PAUSE = Duration.ofMillis(100); // many answers at a time are judged at a time
    private static final int LOOKUPS = 4;

    private final Findings findings;
    private final Resolver resolver;
    private final Duration interval;
    private final ThreadPoolExecutor lookups;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();
    private final Semaphore news = new Semaphore(0);
    private final ReentrantLock starting = new ReentrantLock();
    private volatile Config config = Config.EMPTY;
    private volatile boolean changed;
    private volatile boolean closed;
    private Optional<Thread> judge = Optional.empty(); // guarded by starting

    /** Watches no host yet. */
    public Preflight(Findings findings, Resolver resolver) {
        this(findings, resolver, INTERVAL);
    }

    /** Looks once an interval, and after every change. */
    Preflight(Findings findings, Resolver resolver, Duration interval) {
        this.findings = findings;
        this.resolver = resolver;
        this.interval = interval;
        this.lookups = new ThreadPoolExecutor(
                LOOKUPS,
                LOOKUPS,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("preflight lookup").factory());
        lookups.allowCoreThreadTimeOut(true);
    }

    /** These hosts and no others from now on. Does not wait for the DNS. */
    public void watch(Config now) {
        starting.lock();
        try {
            if (closed) {
                return;
            }
            config = now;
            changed = true;
            news.release();
            if (judge.isEmpty()) {
                judge = Optional.of(Thread.ofVirtual().name("preflight").start(this::run));
            }
        } finally {
            starting.unlock();
        }
    }

    /** Whether every host has been looked up, or tried to. */
    public boolean hasSeenAll() {
        return answers.keySet().containsAll(exactHosts(config));
    }

    /** Stops looking. The findings stand. */
    @Override
    public void close() {
        starting.lock();
        try {
            closed = true;
            lookups.shutdownNow();
            news.release();
        } finally {
            starting.unlock();
        }
    }

    private void run() {
        Set<String> judged = new HashSet<>();
        long lookAt = System.nanoTime();
        while (!closed) {
            try {
                if (news.tryAcquire(lookAt - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    Thread.sleep(PAUSE);
                }
                news.drainPermits();
                if (changed || System.nanoTime() - lookAt >= 0) {
                    changed = false;
                    lookAt = System.nanoTime() + interval.toNanos();
                    look(exactHosts(config));
                }
                judge(config, judged);
            } catch (RejectedExecutionException e) {
                return; // closed in between
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "hosts are looked up on after a defect in Fairlead", e);
            } catch (InterruptedException e) {
                throw new AssertionError("nobody interrupts the preflight", e);
            }
        }
    }

    /** A host whose last lookup still hangs is not looked up a second time. */
    private void look(Set<String> hosts) {
        answers.keySet().retainAll(hosts);
        hosts.stream().filter(underWay::add).forEach(host -> lookups.execute(() -> lookUp(host)));
    }

    private void lookUp(String host) {
        Optional<Answer> before = Optional.ofNullable(answers.get(host));
        Answer answer;
        try {
            List<InetAddress> found = resolver.resolve(host);
            answer = found.isEmpty()
                    ? failure("no address")
                    : new Answer(
                            found.stream()
                                    .map(HostAddresses::withoutScope)
                                    .distinct()
                                    .toList(),
                            Optional.empty());
        } catch (UnknownHostException e) {
            answer = isTemporary(e) ? before.orElse(failure("the DNS does not answer")) : failure("no such name");
        } catch (RuntimeException e) {
            answer = failure(Printable.of(e.toString(), 200));
        }
        answers.put(host, answer);
        underWay.remove(host);
        news.release();
    }

    private static Answer failure(String reason) {
        return new Answer(List.of(), Optional.of(reason));
    }

    /** Java has one exception for a name that does not exist and a DNS that does not answer; the C library has two words. */
    private static boolean isTemporary(UnknownHostException e) {
        return String.valueOf(e.getMessage()).contains("Temporary failure");
    }

    private void judge(Config now, Set<String> judged) {
        Set<InetAddress> here = ownAddresses();
        Set<String> scopes = new HashSet<>();
        for (LoadBalancerConfig loadBalancer : now.loadBalancers()) {
            String scope = "dns " + loadBalancer.name();
            scopes.add(scope);
            List<Draft> drafts = exactHosts(loadBalancer)
                    .flatMap(host -> Optional.ofNullable(answers.get(host)).stream()
                            .flatMap(answer ->
                                    HostAddresses.judge(loadBalancer.name(), host, answer, here, now.publicAddresses())
                                            .stream()))
                    .toList();
            findings.report(scope, drafts);
        }
        judged.stream().filter(scope -> !scopes.contains(scope)).forEach(findings::forget);
        judged.clear();
        judged.addAll(scopes);
    }

    private static Set<String> exactHosts(Config config) {
        return config.loadBalancers().stream().flatMap(Preflight::exactHosts).collect(Collectors.toSet());
    }

    private static Stream<String> exactHosts(LoadBalancerConfig loadBalancer) {
        return loadBalancer.hosts().stream().filter(host -> !host.startsWith("*.") && !HostAddresses.isLocalhost(host));
    }

    private static Set<InetAddress> ownAddresses() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .map(HostAddresses::withoutScope)
                    .collect(Collectors.toSet());
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }
}
