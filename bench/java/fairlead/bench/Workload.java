package fairlead.bench;

import java.util.List;
import java.util.Map;

/** Something that is measured with every contestant. */
interface Workload {
    /** As after {@code --only}. */
    String name();

    /** A sentence for the report. */
    String description();

    Unit unit();

    default List<Contestant> contestants() {
        return Contestant.ALL;
    }

    /** Does all rounds; the rows go to the rig's results. */
    void run(Rig rig);

    /** The three hosts that most workloads need, or fewer. */
    static Setup setup(Rig rig, String host, int backend) {
        return new Setup(rig.port(), Map.of(host, backend));
    }
}
