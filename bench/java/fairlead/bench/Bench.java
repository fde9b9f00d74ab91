package fairlead.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Measures what the command line asks for, and reports. Started by {@code bench/run} in the project's directory. */
final class Bench {
    private Bench() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    private static int run(String[] args) {
        if (List.of(args).contains("--help")) {
            System.out.print(Options.USAGE);
            return 0;
        }
        if (List.of(args).contains("--list")) {
            workloads().forEach(workload -> System.out.println(workload.name()));
            return 0;
        }
        try {
            Options options = Options.parse(args);
            List<Workload> wanted = workloads().stream()
                    .filter(workload -> options.wants(workload.name()))
                    .toList();
            if (wanted.isEmpty()) {
                throw new IllegalArgumentException("no workload begins so; --list names them");
            }
            return measure(options, wanted);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n" + Options.USAGE);
            return 2;
        }
    }

    private static int measure(Options options, List<Workload> workloads) {
        try (Children children = new Children()) {
            Rig rig = new Rig(options, children);
            Report report = new Report(new Results(rig.rows), workloads);
            for (Workload workload : workloads) {
                Rig.progress(workload.name());
                workload.run(rig);
                System.out.println(report.table(workload));
            }
            report = new Report(new Results(rig.rows), workloads);
            System.out.println(report.summary());
            System.out.println(report.warnings());
            return 0;
        } catch (BenchFailure e) {
            System.err.println("The measurement was broken off. " + e.getMessage());
            return 1;
        }
    }

    private static List<Workload> workloads() {
        List<Workload> all = new ArrayList<>();
        all.add(new ConnectionsWorkload());
        for (int connections : new int[] {1, 100, 1000}) {
            all.add(EchoWorkload.on(connections));
        }
        for (int connections : new int[] {1, 4, 64}) {
            Arrays.stream(BulkWorkload.Direction.values())
                    .forEach(direction -> all.add(new BulkWorkload(connections, direction)));
        }
        return all;
    }
}
