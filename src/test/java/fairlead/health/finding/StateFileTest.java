package fairlead.health.finding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import fairlead.health.finding.Finding.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateFileTest {
    private static final Logger LOG = Logger.getLogger("fairlead");
    private static final Finding.Key KEY = new Finding.Key(
            Kind.HOST_UNRESOLVED, Optional.of("shop"), Optional.empty(), Optional.of("shop.example.com"));
    private static final Finding.Key OTHER =
            new Finding.Key(Kind.OLD_TLS, Optional.of("shop"), Optional.of("web-1@10.0.0.1"), Optional.empty());

    @TempDir
    private Path directory;

    private final Instant now = Instant.now();
    private final Instant earlier = now.minus(Duration.ofDays(3));
    private final Queue<LogRecord> warnings = new ConcurrentLinkedQueue<>();
    private final Handler collector = new Handler() {
        @Override
        public void publish(LogRecord logged) {
            if (logged.getLevel().equals(Level.WARNING)) {
                warnings.add(logged);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        LOG.addHandler(collector);
    }

    @AfterEach
    void stopListening() {
        LOG.removeHandler(collector);
    }

    @Nested
    class AfterARestart {
        @Test
        void itIsKnownSinceWhenAFindingStands() {
            try (StateFile before = opened()) {
                assertThat(before.firstSeen(KEY, earlier)).isEqualTo(earlier);
                assertThat(before.firstSeen(OTHER, earlier)).isEqualTo(earlier);
            }
            try (StateFile after = opened()) {
                assertThat(after.firstSeen(KEY, now)).isEqualTo(earlier);
                assertThat(after.firstSeen(OTHER, now)).isEqualTo(earlier);
            }
            assertThat(warnings).isEmpty();
        }

        @Test
        void whatWasClearedBeforeIsNew() {
            try (StateFile before = opened()) {
                before.firstSeen(KEY, earlier);
                before.cleared(KEY);
            }
            try (StateFile after = opened()) {
                assertThat(after.firstSeen(KEY, now)).isEqualTo(now);
            }
        }

        @Test
        void whatDoesNotComeBackAtOnceMayComeBackAfterAnotherRestart() {
            try (StateFile before = opened()) {
                before.firstSeen(KEY, earlier);
            }
            opened().close();
            try (StateFile after = opened()) {
                assertThat(after.firstSeen(KEY, now)).isEqualTo(earlier);
            }
        }

        @Test
        void whatWasLastSeenLongAgoIsNewAndLeavesTheFile() throws IOException {
            Instant long90 = now.minus(Duration.ofDays(91));
            Files.writeString(
                    file(), "fairlead state 1\n%1$s %1$s host_unresolved shop - shop.example.com\n".formatted(long90));
            try (StateFile after = opened()) {
                assertThat(after.firstSeen(OTHER, now)).isEqualTo(now);
            }
            assertThat(file()).content().contains("old_tls").doesNotContain("host_unresolved");
        }

        @Test
        void aTimeInTheFutureIsNotBelieved() throws IOException {
            Files.writeString(
                    file(),
                    "fairlead state 1\n%1$s %1$s host_unresolved shop - shop.example.com\n"
                            .formatted(now.plus(Duration.ofDays(5))));
            try (StateFile after = opened()) {
                assertThat(after.firstSeen(KEY, now)).isEqualTo(now);
            }
        }
    }

    @Nested
    class WhileRunning {
        @Test
        void aChangeIsWrittenSoon() {
            try (StateFile state = opened()) {
                state.firstSeen(KEY, now);
                await().untilAsserted(
                                () -> assertThat(file()).content().contains("host_unresolved shop - shop.example.com"));
                state.cleared(KEY);
                await().untilAsserted(() -> assertThat(file()).content().isEqualTo("fairlead state 1\n"));
            }
            assertThat(directory).isDirectoryNotContaining("glob:**.new");
        }

        @Test
        void closingDoesNotWaitForThePause() {
            StateFile state = new StateFile(Duration.ofHours(1));
            state.use(Optional.of(file().toString()));
            await().until(() -> Files.exists(file()));
            state.firstSeen(KEY, now);
            state.close();
            assertThat(file()).content().contains("host_unresolved");
        }

        @Test
        void theFileMayChange() throws IOException {
            Path other = directory.resolve("other");
            Files.writeString(other, "fairlead state 1\n%1$s %1$s old_tls shop web-1@10.0.0.1 -\n".formatted(earlier));
            try (StateFile state = opened()) {
                state.firstSeen(KEY, now);
                state.use(Optional.of(other.toString()));
                assertThat(state.firstSeen(OTHER, now)).isEqualTo(earlier);
            }
            assertThat(other).content().contains("host_unresolved", "old_tls");
        }

        @Test
        void withoutAFileNothingIsWritten() {
            try (StateFile state = new StateFile(Duration.ZERO)) {
                state.use(Optional.empty());
                assertThat(state.firstSeen(KEY, now)).isEqualTo(now);
            }
            assertThat(directory).isEmptyDirectory();
        }

        @Test
        void aDirectoryThatIsMissingIsComplainedOfOnceAndCanBeMadeLater() throws IOException {
            Path deep = directory.resolve("missing/state");
            try (StateFile state = new StateFile(Duration.ofMillis(1))) {
                state.use(Optional.of(deep.toString()));
                state.firstSeen(KEY, now);
                await().until(() -> !warnings.isEmpty());
                Files.createDirectory(deep.getParent());
                await().untilAsserted(() -> assertThat(deep).content().contains("host_unresolved"));
            }
            assertThat(warnings).hasSize(1);
        }

        @Test
        void whatCouldBreakALineIsNotWritten() {
            try (StateFile state = opened()) {
                state.firstSeen(KEY, now);
                state.firstSeen(
                        new Finding.Key(
                                Kind.HOST_UNRESOLVED, Optional.of("shop"), Optional.empty(), Optional.of("a b\nc")),
                        now);
            }
            assertThat(file()).content().hasLineCount(2);
        }
    }

    @Nested
    class AFileThatIsNotInOrder {
        @Test
        void isLeftAloneWhenItIsSomebodyElses() throws IOException {
            Files.writeString(file(), "127.0.0.1 localhost\n");
            try (StateFile state = opened()) {
                state.firstSeen(KEY, now);
                state.use(Optional.of(file().toString()));
            }
            assertThat(file()).content().isEqualTo("127.0.0.1 localhost\n");
            assertThat(warnings).hasSize(1);
        }

        @Test
        void isWrittenAnewWhenItIsDamaged() throws IOException {
            for (String damage : new String[] {"half a line", "x x host_unresolved shop - -", "\u0000\u0001"}) {
                warnings.clear();
                Files.writeString(
                        file(),
                        "fairlead state 1\n%1$s %1$s host_unresolved shop - shop.example.com\n%2$s\n"
                                .formatted(earlier, damage));
                try (StateFile state = opened()) {
                    assertThat(state.firstSeen(KEY, now)).isEqualTo(now);
                }
                assertThat(file()).content().hasLineCount(2).contains("host_unresolved");
                assertThat(warnings).hasSize(1);
            }
        }

        @Test
        void isNotReadBeyondABound() throws IOException {
            String line = "%1$s %1$s host_unresolved shop - shop.example.com\n".formatted(earlier);
            Files.writeString(file(), "fairlead state 1\n" + line.repeat(StateDisk.LARGEST / line.length() + 1));
            try (StateFile state = opened()) {
                assertThat(state.firstSeen(KEY, now)).isEqualTo(now);
            }
            assertThat(warnings).hasSize(1);
        }

        @Test
        void mayKnowKindsThatThisVersionDoesNot() throws IOException {
            Files.writeString(
                    file(),
                    "fairlead state 1\n%1$s %1$s moon_phase shop - -\n%1$s %1$s host_unresolved shop - shop.example.com\n"
                            .formatted(earlier));
            try (StateFile state = opened()) {
                assertThat(state.firstSeen(KEY, now)).isEqualTo(earlier);
            }
            assertThat(warnings).isEmpty();
        }
    }

    private Path file() {
        return directory.resolve("state");
    }

    private StateFile opened() {
        StateFile state = new StateFile(Duration.ZERO);
        state.use(Optional.of(file().toString()));
        return state;
    }
}
