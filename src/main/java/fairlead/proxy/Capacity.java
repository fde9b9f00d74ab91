package fairlead.proxy;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** What this process has room for, by the limits it was started under. */
final class Capacity {
    private static final int DESCRIPTORS_A_CONNECTION = 2;
    private static final int DESCRIPTORS_OF_OUR_OWN = 100; // the jar, pollers, listeners, logs, the config file
    private static final long MOST_BUFFERS = 4096;

    private Capacity() {}

    /** Connections that there are file descriptors for. */
    static int connections() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os) {
            return connections(os.getMaxFileDescriptorCount());
        }
        return Integer.MAX_VALUE;
    }

    static int connections(long descriptors) {
        return Math.clamp((descriptors - DESCRIPTORS_OF_OUR_OWN) / DESCRIPTORS_A_CONNECTION, 1, Integer.MAX_VALUE);
    }

    /** Large buffers: direct memory may be as large as the heap, and a quarter of it is for them. */
    static int buffers() {
        return (int) Math.min(MOST_BUFFERS, Runtime.getRuntime().maxMemory() / 4 / BufferPool.SIZE);
    }

    /** Bytes of heap for ClientHellos that are not whole yet. */
    static long helloMemory() {
        return Runtime.getRuntime().maxMemory() / 4;
    }
}
