package fairlead.admin;

import java.lang.System.Logger.Level;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** What the dashboard does unasked from time to time, on one thread of its own. */
final class AdminTimer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("fairlead.admin");

    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "admin timer");
        thread.setDaemon(true);
        return thread;
    });

    void everyMinute(Runnable task) {
        repeat(task, 60);
    }

    void everyOtherSecond(Runnable task) {
        repeat(task, 2);
    }

    private void repeat(Runnable task, long seconds) {
        var unused = executor.scheduleWithFixedDelay(() -> attempt(task), seconds, seconds, TimeUnit.SECONDS);
    }

    /** A task that throws would not be run again. */
    private static void attempt(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a defect in Fairlead, in what the dashboard does from time to time", e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
