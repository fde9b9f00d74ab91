package fairlead.pool;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/**
 * Some of the names that clients asked for lately. Clients can ask for anything: a fixed number of places, each for the
 * names of one hash, of which the latest has it.
 */
final class RecentNames {
    private static final int PLACES = 64;
    private static final int MOST = 8;
    private static final Duration LATELY = Duration.ofHours(1);

    private final AtomicReferenceArray<Sighting> places = new AtomicReferenceArray<>(PLACES);

    private record Sighting(String name, boolean repeated, long at) {}

    void saw(String name, long now) {
        int place = Math.floorMod(name.hashCode(), PLACES);
        Sighting before = places.get(place);
        boolean repeated = before != null && before.name.equals(name);
        places.set(place, new Sighting(name, repeated, now));
    }

    /** Those asked for more than once, in alphabetical order. */
    List<String> latest(long now) {
        return IntStream.range(0, PLACES)
                .mapToObj(places::get)
                .filter(Objects::nonNull)
                .filter(seen -> seen.repeated && now - seen.at < LATELY.toNanos())
                .map(Sighting::name)
                .sorted()
                .limit(MOST)
                .toList();
    }
}
