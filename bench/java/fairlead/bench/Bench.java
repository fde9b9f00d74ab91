package fairlead.bench;

import java.util.ArrayList;
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
                throw new IllegalArgumentException("no workload begins with these words; --list names them");
            }
            return measure(options, wanted);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n" + Options.USAGE);
            return 2;
        }
    }

    private static int measure(Options options, List<Workload> workloads) {
        Output output = new Output(options);
        List<Row> rows = new ArrayList<>();
        Results results = new Results(rows);
        Report report = new Report(results, workloads);
        boolean complete = false;
        try (Children children = new Children()) {
            output.print("## Fairlead, HAProxy and nginx\n\n" + Machine.description(options));
            output.print(Report.legend());
            Rig rig = new Rig(options, children, rows);
            for (Workload workload : workloads) {
                Rig.progress(workload.name());
                workload.run(rig);
                output.print(report.table(workload));
            }
            complete = true;
        } catch (BenchFailure e) {
            output.print("**BROKEN OFF: what follows is not complete.** " + e.getMessage());
        }
        output.print(report.summary());
        output.print(Targets.table(results));
        output.print(report.warnings());
        output.print(report.configs());
        output.save(results);
        return complete ? 0 : 1;
    }

    private static List<Workload> workloads() {
        List<Workload> all = new ArrayList<>();
        all.add(new ConnectionsWorkload());
        for (int connections : new int[] {1, 100, 1000}) {
            all.add(EchoWorkload.on(connections));
        }
        for (int connections : new int[] {1, 4, 64}) {
            for (BulkWorkload.Direction direction : BulkWorkload.Direction.values()) {
                all.add(new BulkWorkload(connections, direction));
            }
        }
        all.add(new IdleWorkload(false));
        all.add(new IdleWorkload(true));
        all.add(EchoWorkload.mostlyIdle(9000, 90));
        for (Checks.Kind kind : Checks.Kind.values()) {
            all.add(new ChecksWorkload(kind));
        }
        all.add(new HttpsWorkload(true));
        all.add(new HttpsWorkload(false));
        for (HttpWorkload.Kind kind : HttpWorkload.Kind.values()) {
            all.add(new HttpWorkload(kind));
        }
        all.add(new RoutesWorkload());
        all.add(new ReloadWorkload());
        all.add(new StartWorkload());
        all.add(new GcWorkload());
        return all;
    }
}
