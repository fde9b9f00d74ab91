package fairlead.health.dns;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A resolver that says what a test tells it to. */
final class Dns implements Resolver {

    private sealed interface Answer {}

    private record Addresses(List<InetAddress> list) implements Answer {}

    private record Failure(String message) implements Answer {}

    private record Defect() implements Answer {}

    private record Silence(CompletableFuture<Void> end) implements Answer {}

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> lookups = new ConcurrentHashMap<>();

    Dns has(String name, String... literals) {
        answers.put(name, new Addresses(addresses(literals)));
        return this;
    }

    Dns fails(String name, String message) {
        answers.put(name, new Failure(message));
        return this;
    }

    /** Throws what no resolver should. */
    Dns isBroken(String name) {
        answers.put(name, new Defect());
        return this;
    }

    /** Lookups of the name hang until {@link #goOn}. */
    Dns hangs(String name) {
        answers.put(name, new Silence(new CompletableFuture<>()));
        return this;
    }

    /** What hangs gets this. */
    void goOn(String name, String... literals) {
        if (answers.put(name, new Addresses(addresses(literals))) instanceof Silence silence) {
            silence.end.complete(null);
        }
    }

    /** Lookups of the name that were begun. */
    int lookups(String name) {
        return counter(name).get();
    }

    @Override
    public List<InetAddress> resolve(String name) throws UnknownHostException {
        counter(name).incrementAndGet();
        Answer answer = answers.getOrDefault(name, new Failure(name + ": Name or service not known"));
        if (answer instanceof Silence silence) {
            silence.end.join();
            answer = answers.getOrDefault(name, answer);
        }
        return switch (answer) {
            case Addresses addresses -> addresses.list;
            case Failure failure -> throw new UnknownHostException(failure.message);
            case Defect defect -> throw new IllegalStateException("a defect");
            case Silence silence -> throw new AssertionError("it hangs again");
        };
    }

    static List<InetAddress> addresses(String... literals) {
        List<InetAddress> all = new ArrayList<>();
        for (String literal : literals) {
            try {
                all.add(InetAddress.getByName(literal));
            } catch (UnknownHostException e) {
                throw new AssertionError(literal, e);
            }
        }
        return all;
    }

    private AtomicInteger counter(String name) {
        return lookups.computeIfAbsent(name, unused -> new AtomicInteger());
    }
}
