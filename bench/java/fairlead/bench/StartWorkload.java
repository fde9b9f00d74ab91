package fairlead.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** How long it takes from nothing to the first connection. */
final class StartWorkload implements Workload {
    @Override
    public String name() {
        return "start";
    }

    @Override
    public String description() {
        return "From the start of the process to the end of the first connection through it. The archive of Fairlead's"
                + " classes is made before, by -XX:+AutoCreateSharedArchive.";
    }

    @Override
    public Unit unit() {
        return Unit.CONNECTIONS;
    }

    @Override
    public void run(Rig rig) {
        Path archive = rig.children.directory("archive").resolve("fairlead.jsa");
        Contestant archived = new Fairlead(
                "fairlead with archive", List.of("-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + archive));
        start(rig, archived).closeSlowly(); // writes the archive when it ends
        List<Contestant> contestants = List.of(new Fairlead(), archived, new Haproxy(false, false), new Nginx(false));
        for (int round = 1; round <= rig.options.rounds(); round++) {
            for (Contestant contestant : contestants) {
                if (rig.options.wants(contestant)) {
                    try (Proxy proxy = start(rig, contestant)) {
                        rig.add(new Row(name(), contestant, round, Map.of(Figure.START, proxy.startMillis())));
                    }
                }
            }
        }
    }

    private static Proxy start(Rig rig, Contestant contestant) {
        Setup setup = Setup.of(Setup.ECHO, rig.ends.echoPort);
        return Proxy.start(contestant, setup, rig.children, Setup.ECHO);
    }
}
