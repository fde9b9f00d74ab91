package fairlead.bench;

import java.util.List;

/** Something that is measured with every contestant. */
interface Workload {
    /** As after {@code --only}: words with hyphens between. */
    String name();

    /** A sentence for the report. */
    String description();

    Unit unit();

    /** What clients speak. */
    default Setup.Entry entry() {
        return Setup.Entry.TLS;
    }

    default List<Contestant> contestants() {
        return Contestant.all();
    }

    /** Does all rounds; the rows go to the rig's results. */
    void run(Rig rig);
}
