package fairlead.health;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.config.BackendAddress;
import fairlead.config.BackendConfig;
import fairlead.config.FirewallConfig;
import fairlead.config.HealthCheckConfig;
import fairlead.config.HttpConfig;
import fairlead.config.LoadBalancerConfig;
import fairlead.config.LoadBalancerConfig.ProxyProtocol;
import fairlead.config.QueueConfig;
import fairlead.config.StickySessionsConfig;
import fairlead.health.probe.CheckOutcome;
import fairlead.health.probe.CheckTarget;
import fairlead.pool.Backend;
import fairlead.pool.HealthState.State;
import fairlead.pool.HealthState.Transition;
import fairlead.pool.Pool;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ScheduledFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** When a backend is checked, by checks that touch no network, threads that run when told, and a timer that waits for ever. */
final class BackendCheckTest {
    private static final HealthCheckConfig CONFIG =
            HealthCheckConfig.withDefaults(HealthCheckConfig.Protocol.TLS, ProxyProtocol.OFF);

    private final FakeTimer timer = new FakeTimer();
    private final FakeThreads threads = new FakeThreads();
    private final Backend backend = backend();
    private final List<CheckTarget> checked = new ArrayList<>();
    private final List<Transition> told = new ArrayList<>();
    private Optional<String> failure = Optional.empty();
    private Runnable meanwhile = () -> {};
    private final BackendCheck check = new BackendCheck(
            "shop/a",
            backend,
            () -> target(443),
            timer,
            threads,
            this::look,
            (target, outcome, transition) -> transition.ifPresent(told::add));

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    private CheckOutcome look(CheckTarget target) {
        checked.add(target);
        Optional<String> result = failure; // what is done meanwhile may make the next fail
        Runnable once = meanwhile;
        meanwhile = () -> {};
        once.run();
        return new CheckOutcome(Duration.ZERO, result, Optional.empty(), false);
    }

    @Test
    void isMadeAtOnceAndThenAfterTheInterval() {
        check.start();
        assertThat(threads.waiting()).isEqualTo(1);

        threads.run();

        assertThat(checked).containsExactly(target(443));
        assertThat(told).containsExactly(new Transition(State.CHECKING, State.UP, ""));
        assertThat(timer.last()).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(11));
        timer.elapse();
        threads.run();
        assertThat(checked).hasSize(2);
    }

    @Test
    void isMadeSoonerWhileTheBackendIsInDoubt() {
        check.start();
        threads.run();
        failure = Optional.of("HTTP 503");
        timer.elapse();
        threads.run();

        assertThat(timer.last()).isBetween(Duration.ofMillis(1800), Duration.ofMillis(2200));
    }

    @Test
    void isNoSoonerThanSenseOrTheIntervalAllows() {
        assertThat(BackendCheck.sooner(Duration.ofSeconds(10))).isEqualTo(Duration.ofSeconds(2));
        assertThat(BackendCheck.sooner(Duration.ofSeconds(1))).isEqualTo(Duration.ofMillis(500));
        assertThat(BackendCheck.sooner(Duration.ofMillis(200))).isEqualTo(Duration.ofMillis(200));
    }

    @Nested
    class OnDemand {

        @Test
        void isMadeInPlaceOfTheScheduledOne() {
            check.start();
            threads.run();
            ScheduledFuture<?> scheduled = timer.future();

            check.demand(false);

            assertThat(scheduled.isCancelled()).isTrue();
            threads.run();
            assertThat(checked).hasSize(2);
            assertThat(timer.scheduled()).isEqualTo(2);
        }

        @Test
        void isMadeOnceHoweverOftenItIsDemandedBefore() {
            check.start();
            check.demand(false);
            check.demand(false);
            assertThat(threads.waiting()).isEqualTo(1);

            threads.run();

            assertThat(checked).hasSize(1);
        }

        @Test
        void followsTheOneUnderWay() {
            meanwhile = () -> {
                check.demand(false);
                check.demand(false);
                assertThat(threads.waiting()).as("never twice at a time").isZero();
            };
            check.start();
            threads.run();

            assertThat(checked).hasSize(2);
            assertThat(timer.scheduled()).isEqualTo(1);
        }

        @Test
        void decidesAsAWitness() {
            check.start();
            threads.run();
            failure = Optional.of("HTTP 503");

            check.demand(true);
            threads.run();

            assertThat(backend.health().state()).isEqualTo(State.DOWN);
        }

        @Test
        void isNoWitnessBecauseOfAnEarlierSuspicion() {
            check.start();
            threads.run();
            check.demand(true);
            threads.run();
            failure = Optional.of("HTTP 503");

            check.demand(false);
            threads.run();

            assertThat(backend.health().state()).isEqualTo(State.UP);
        }

        /** The one under way began before the suspicion and may have seen a backend that was well. */
        @Test
        void isAWitnessOnlyWhenItBeganAfterTheSuspicion() {
            check.start();
            threads.run();
            meanwhile = () -> {
                failure = Optional.of("HTTP 503");
                check.demand(true);
            };

            check.demand(false);
            threads.run();

            assertThat(checked).hasSize(3);
            assertThat(backend.health().state()).isEqualTo(State.DOWN);
        }
    }

    @Nested
    class Cancelled {

        @Test
        void isNotMadeAgain() {
            check.start();
            threads.run();
            check.cancel();
            assertThat(timer.future().isCancelled()).isTrue();

            check.demand(true);
            timer.elapse();

            assertThat(threads.waiting()).isZero();
        }

        @Test
        void isForgottenWhenItWasUnderWay() {
            meanwhile = () -> {
                check.demand(true);
                check.cancel();
            };
            check.start();
            threads.run();

            assertThat(checked).hasSize(1);
            assertThat(backend.health().state()).isEqualTo(State.CHECKING);
            assertThat(backend.health().results()).isEmpty();
            assertThat(told).isEmpty();
            assertThat(timer.scheduled()).isZero();
        }

        @Test
        void needsNoTimerAndNoThreads() {
            check.start();
            threads.run();
            check.cancel();
            timer.shutdownNow();
            threads.shutdown();

            check.demand(false);
            timer.elapse();

            assertThat(checked).hasSize(1);
        }
    }

    @Nested
    class Retargeted {

        @Test
        void isMadeAtOnceIfTheTargetDiffers() {
            check.start();
            threads.run();

            check.retarget(() -> target(443));
            assertThat(threads.waiting()).isZero();
            check.retarget(() -> target(8443));
            threads.run();

            assertThat(checked).containsExactly(target(443), target(8443));
        }

        @Test
        void isMadeOfTheNewTargetAfterTheOneUnderWay() {
            meanwhile = () -> check.retarget(() -> target(8443));
            check.start();
            threads.run();

            assertThat(checked).containsExactly(target(443), target(8443));
        }
    }

    @Test
    void isMadeAgainAfterOneThatCameToNoResult() {
        meanwhile = () -> {
            throw new IllegalStateException("a mistake of ours");
        };
        check.start();
        threads.run();
        assertThat(backend.health().state()).isEqualTo(State.CHECKING);

        timer.elapse();
        threads.run();

        assertThat(backend.health().state()).isEqualTo(State.UP);
    }

    private static CheckTarget target(int port) {
        return new CheckTarget(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONFIG, Optional.of("shop.example.com"));
    }

    private static Backend backend() {
        LoadBalancerConfig config = new LoadBalancerConfig(
                "shop",
                List.of("shop.example.com"),
                List.of(),
                HttpConfig.DEFAULT,
                List.of(new BackendConfig(
                        "a",
                        new BackendAddress.Ip(InetAddress.getLoopbackAddress()),
                        OptionalInt.of(443),
                        OptionalInt.empty(),
                        BackendConfig.DEFAULT_WEIGHT,
                        BackendConfig.Mode.ENABLED,
                        0)),
                LoadBalancerConfig.Algorithm.ROUND_ROBIN,
                StickySessionsConfig.NONE,
                CONFIG,
                ProxyProtocol.OFF,
                FirewallConfig.OPEN,
                LoadBalancerConfig.DEFAULT_CONNECT_TIMEOUT,
                LoadBalancerConfig.DEFAULT_IDLE_TIMEOUT,
                LoadBalancerConfig.DEFAULT_HALF_CLOSE_TIMEOUT,
                0,
                LoadBalancerConfig.AllUnhealthy.TRY_ANYWAY,
                LoadBalancerConfig.OnUnhealthy.KEEP,
                QueueConfig.DEFAULT,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return Pool.of(config, name -> List.of(), Optional.empty(), 0)
                .backends()
                .getFirst();
    }
}
