package fairlead.admin.metrics;

import com.sun.management.UnixOperatingSystemMXBean;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The process and its JVM, by the names that Prometheus's own clients use. */
final class ProcessMetrics implements MultiCollector {
    private static final Path STATUS = Path.of("/proc/self/status");

    @Override
    public MetricSnapshots collect() {
        List<MetricSnapshot> all = new ArrayList<>(jvm());
        all.add(Family.gauge(
                "process_start_time_seconds",
                "When the process began.",
                ManagementFactory.getRuntimeMXBean().getStartTime() / 1000.0));
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os) {
            all.add(Family.counter(
                    "process_cpu_seconds", "Time on processors.", Math.max(0, os.getProcessCpuTime()) / 1e9));
            all.add(Family.gauge("process_open_fds", "File descriptors in use.", os.getOpenFileDescriptorCount()));
            all.add(Family.gauge("process_max_fds", "File descriptors there may be.", os.getMaxFileDescriptorCount()));
        }
        residentMemory()
                .ifPresent(bytes -> all.add(
                        Family.gauge("process_resident_memory_bytes", "Memory in use, by the system's count.", bytes)));
        return new MetricSnapshots(all);
    }

    private static List<MetricSnapshot> jvm() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        Map<Labels, Long> used = new LinkedHashMap<>();
        used.put(Labels.of("area", "heap"), memory.getHeapMemoryUsage().getUsed());
        used.put(Labels.of("area", "nonheap"), memory.getNonHeapMemoryUsage().getUsed());
        SummarySnapshot.Builder collections = SummarySnapshot.builder()
                .name("jvm_gc_collection_seconds")
                .help("Garbage collections, and their time.");
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            collections.dataPoint(SummarySnapshot.SummaryDataPointSnapshot.builder()
                    .labels(Labels.of("gc", collector.getName()))
                    .count(Math.max(0, collector.getCollectionCount()))
                    .sum(Math.max(0, collector.getCollectionTime()) / 1000.0)
                    .build());
        }
        return List.of(
                Family.gauge("jvm_memory_used_bytes", "Memory in use.", used),
                Family.gauge(
                        "jvm_memory_max_bytes",
                        "Memory there may be.",
                        Map.of(
                                Labels.of("area", "heap"),
                                memory.getHeapMemoryUsage().getMax())),
                collections.build(),
                Family.gauge(
                        "jvm_threads_current",
                        "Platform threads.",
                        ManagementFactory.getThreadMXBean().getThreadCount()));
    }

    private static OptionalLong residentMemory() {
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .findFirst();
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty(); // not on Linux
        }
    }
}
