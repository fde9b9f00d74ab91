package fairlead.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import fairlead.tls.ClientHelloParser.Result;
import fairlead.tls.ClientHelloParser.Result.Complete;
import fairlead.tls.ClientHelloParser.Result.Incomplete;
import fairlead.tls.ClientHelloParser.Result.Malformed;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an attacker can make the parser do: nothing but return, with memory in proportion to what was sent. */
class HostileHelloTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** The result, and what holds lists and names together, whatever their size. */
    private static final int FIXED_BYTES = 512;

    /** Small, so that a mutated length is often above it. */
    private static final int LIMIT = 1024;

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aMillionMutationsNeitherThrowNorLoopNorAllocateMuch() {
        List<byte[]> bases = bases();
        SplittableRandom random = new SplittableRandom(8446);
        int complete = 0;
        int incomplete = 0;
        int malformed = 0;
        for (int i = 0; i < 1_000_000; i++) {
            byte[] bytes = mutated(bases.get(i % bases.size()), random);
            Result result = parseWithin(FIXED_BYTES + 3L * Math.min(bytes.length, LIMIT), bytes, LIMIT);
            switch (result) {
                case Complete whole -> {
                    complete++;
                    checkServerName(whole.hello(), bytes);
                }
                case Incomplete partial -> {
                    incomplete++;
                    if (partial.atLeast() <= bytes.length) {
                        assertThat(partial.atLeast()).as(Arrays.toString(bytes)).isGreaterThan(bytes.length);
                    }
                }
                case Malformed refused -> malformed++;
            }
        }
        assertThat(List.of(complete, incomplete, malformed)).allMatch(count -> count > 50_000);
    }

    private static Result parseWithin(long allowed, byte[] bytes, int limit) {
        Cost cost = Cost.ofParsing(bytes, limit);
        if (cost.allocated() > allowed) {
            cost = Cost.ofParsing(bytes, limit); // again, because a class loaded on the way counts too
            assertThat(cost.allocated()).as(Arrays.toString(bytes)).isLessThanOrEqualTo(allowed);
        }
        return cost.result();
    }

    private record Cost(Result result, long allocated) {

        static Cost ofParsing(byte[] bytes, int limit) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            Result result = ClientHelloParser.parse(bytes, 0, bytes.length, limit);
            return new Cost(result, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
    }

    /** AssertJ a million times over would take most of the test's time: it is called for failures only. */
    private static void checkServerName(ClientHello hello, byte[] bytes) {
        String name = hello.serverName().orElse("none");
        for (int i = 0; i < name.length(); i++) {
            if ("abcdefghijklmnopqrstuvwxyz0123456789-_.".indexOf(name.charAt(i)) < 0) {
                assertThat(name).as(Arrays.toString(bytes)).isEqualTo("a host name");
            }
        }
    }

    static Stream<Hello> fullOfSmallThings() {
        return Stream.of(
                Hello.to("shop.example.com")
                        .alpn(Collections.nCopies(30_000, "x").toArray(String[]::new)),
                Hello.to("shop.example.com").cipherSuites(new int[30_000]),
                manyExtensions(15_000));
    }

    @ParameterizedTest
    @MethodSource("fullOfSmallThings")
    void aHelloFullOfSmallThingsCostsMemoryInProportion(Hello hello) {
        long allowed = FIXED_BYTES + 3L * hello.handshake().length;

        assertThat(parseWithin(allowed, hello.inRecordsOf(1), Parsing.LIMIT)).isInstanceOf(Complete.class);
    }

    @Test
    void anUnfinishedHelloCostsNoMemory() {
        byte[] bytes = Hello.to("shop.example.com").padTo(60 * 1024).inRecordsOf(1);
        byte[] unfinished = Arrays.copyOf(bytes, bytes.length - 1);

        assertThat(parseWithin(FIXED_BYTES, unfinished, Parsing.LIMIT)).isEqualTo(new Incomplete(bytes.length));
    }

    private static Hello manyExtensions(int count) {
        Hello hello = Hello.to("shop.example.com");
        for (int i = 0; i < count; i++) {
            hello.extension(0x1000 + i);
        }
        return hello;
    }

    private static List<byte[]> bases() {
        Hello full = Hello.to("shop.example.com")
                .alpn("h2", "http/1.1")
                .versions(0x0304, 0x0303)
                .keyShare(0x001d, 32)
                .encryptedClientHello()
                .grease();
        return List.of(
                full.bytes(),
                full.inRecordsOf(40),
                full.inRecordsOf(3),
                Hello.to("a.example").bytes(),
                Hello.withoutExtensions().bytes(),
                Hello.withoutServerName()
                        .padTo(900)
                        .serverNames("shop.example.com")
                        .bytes());
    }

    private static byte[] mutated(byte[] base, SplittableRandom random) {
        byte[] bytes = base.clone();
        for (int n = random.nextInt(1, 4); n > 0 && bytes.length > 2; n--) {
            int at = random.nextInt(bytes.length - 1);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt();
                case 2 -> bytes = spliced(bytes, at, 0, random.nextInt(1, 20), random);
                case 3 -> bytes = spliced(bytes, at, random.nextInt(1, Math.min(20, bytes.length - at)), 0, random);
                case 4 -> bytes = Arrays.copyOf(bytes, at);
                default -> { // a length, most likely
                    int length = random.nextBoolean() ? random.nextInt(0x10000) : random.nextInt(64);
                    bytes[at] = (byte) (length >>> 8);
                    bytes[at + 1] = (byte) length;
                }
            }
        }
        return bytes;
    }

    private static byte[] spliced(byte[] bytes, int at, int removed, int inserted, SplittableRandom random) {
        byte[] result = new byte[bytes.length - removed + inserted];
        random.nextBytes(result);
        System.arraycopy(bytes, 0, result, 0, at);
        System.arraycopy(bytes, at + removed, result, at + inserted, bytes.length - at - removed);
        return result;
    }
}
