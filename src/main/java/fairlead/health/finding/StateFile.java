package fairlead.health.finding;

import fairlead.health.finding.StateText.Times;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Remembers across restarts since when findings stand, and nothing else. Its thread {@code state file} writes; the others
 * only note what changed.
 *
 * <p>The health of backends is not kept: while Fairlead did not run nobody looked, and a state from before would send
 * clients to a backend that has gone, or keep them from one that is back. The first check decides anew within moments.
 * Counters begin at 0, by which those who read them recognise a restart. How long something has been wrong is the one
 * thing that cannot be seen anew, and a mistake about it does no harm.
 */
public final class StateFile implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("fairlead");
    private static final Duration KEPT = Duration.ofDays(90);
    private static final Duration REFRESH = Duration.ofDays(1);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Duration pause;
    private final ReentrantLock lock = new ReentrantLock(); // never around I/O
    private final Condition changed = lock.newCondition();
    private final Map<Finding.Key, Instant> standing = new HashMap<>();
    private final Map<Finding.Key, Times> remembered =
            new HashMap<>(); // from before the restart, not seen again so far
    private Optional<String> asked = Optional.empty();
    private Optional<Path> path = Optional.empty();
    private Optional<Thread> writer = Optional.empty();
    private boolean dirty;
    private boolean closing;

    /** Remembers nothing yet. */
    public StateFile() {
        this(Duration.ofSeconds(3));
    }

    /** Waits so long after each writing. */
    StateFile(Duration pause) {
        this.pause = pause;
    }

    /** Reads this file and writes it from now on; nothing when it is in use already. For one thread at a time. */
    public void use(Optional<String> file) {
        if (file.equals(asked)) {
            return;
        }
        asked = file;
        Optional<Path> wanted = file.map(Path::of);
        Optional<Map<Finding.Key, Times>> read = wanted.flatMap(StateDisk::load);
        lock.lock();
        try {
            path = read.isPresent() ? wanted : Optional.empty();
            remembered.clear();
            remembered.putAll(read.orElse(Map.of()));
            remembered.keySet().removeAll(standing.keySet());
            touch();
            if (writer.isEmpty() && path.isPresent()) {
                writer = Optional.of(
                        Thread.ofPlatform().daemon().name("state file").start(this::run));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Since when a finding stands that is noticed now. */
    Instant firstSeen(Finding.Key key, Instant now) {
        lock.lock();
        try {
            Instant first = Optional.ofNullable(remembered.remove(key))
                    .filter(times -> isRecent(times, now) && times.firstSeen().isBefore(now))
                    .map(Times::firstSeen)
                    .orElse(now);
            standing.put(key, first);
            touch();
            return first;
        } finally {
            lock.unlock();
        }
    }

    /** A finding stands no more. */
    void cleared(Finding.Key key) {
        lock.lock();
        try {
            standing.remove(key);
            touch();
        } finally {
            lock.unlock();
        }
    }

    /** Writes what is not written yet. Waits for it, but not for ever. */
    @Override
    public void close() {
        Optional<Thread> last;
        lock.lock();
        try {
            closing = true;
            changed.signalAll();
            last = writer;
        } finally {
            lock.unlock();
        }
        if (last.isPresent()) {
            try {
                boolean unused = last.get().join(PATIENCE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void touch() {
        dirty = true;
        changed.signalAll();
    }

    private void run() {
        boolean failing = false;
        try {
            for (boolean last = false; !last; ) {
                last = awaitChange();
                try {
                    write();
                    failing = false;
                } catch (IOException e) {
                    if (!failing) {
                        LOG.log(Level.WARNING, "the state file cannot be written: {0}", e.toString());
                    }
                    failing = true;
                }
                pauseUnlessClosing(failing ? pause.multipliedBy(10) : pause);
            }
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts the writer of the state file", e);
        }
    }

    /** Returns whether this is the end. What stands is written once a day, changed or not, to keep it from growing old. */
    private boolean awaitChange() throws InterruptedException {
        lock.lock();
        try {
            long left = REFRESH.toNanos();
            while (!dirty && !closing && left > 0) {
                left = changed.awaitNanos(left);
            }
            return closing;
        } finally {
            lock.unlock();
        }
    }

    private void pauseUnlessClosing(Duration time) throws InterruptedException {
        lock.lock();
        try {
            long left = time.toNanos();
            while (!closing && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private void write() throws IOException {
        Optional<Path> to;
        String text;
        lock.lock();
        try {
            to = path;
            text = StateText.format(everything(Instant.now()));
            dirty = false;
        } finally {
            lock.unlock();
        }
        if (to.isPresent()) {
            try {
                StateDisk.write(to.get(), text);
            } catch (IOException e) {
                again();
                throw e;
            }
        }
    }

    private void again() {
        lock.lock();
        try {
            dirty = true;
        } finally {
            lock.unlock();
        }
    }

    private Map<Finding.Key, Times> everything(Instant now) {
        remembered.values().removeIf(times -> !isRecent(times, now));
        Map<Finding.Key, Times> everything = new HashMap<>(remembered);
        standing.forEach((key, first) -> everything.put(key, new Times(first, now)));
        return everything;
    }

    private static boolean isRecent(Times times, Instant now) {
        return times.lastSeen().isAfter(now.minus(KEPT));
    }
}
