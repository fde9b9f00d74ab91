package fairlead.bench;

import java.util.Map;

/** What one round of one contestant yielded. */
record Row(String workload, Contestant contestant, int round, Map<Figure, Double> figures) {}
