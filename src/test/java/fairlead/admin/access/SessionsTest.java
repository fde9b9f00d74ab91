package fairlead.admin.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class SessionsTest {
    private static final Token TOKEN = Token.made("admin", Role.ADMIN, "secret", Instant.EPOCH);
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final TurnedClock clock = new TurnedClock();
    private final Sessions sessions = new Sessions(clock);

    @Test
    void isFoundByItsIdAndNothingElse() {
        String id = sessions.begin(TOKEN);
        assertThat(sessions.find(id))
                .hasValueSatisfying(session -> assertThat(session.tokenHash()).isEqualTo(TOKEN.hash()));
        assertThat(sessions.find(id + "x")).isEmpty();
        assertThat(sessions.find(Secret.hash(id))).isEmpty();
    }

    @Test
    void eachHasAnIdAndACsrfTextOfItsOwn() {
        String one = sessions.begin(TOKEN);
        String other = sessions.begin(TOKEN);
        assertThat(one).isNotEqualTo(other).hasSizeGreaterThan(40);
        assertThat(sessions.find(one).orElseThrow().csrf())
                .isNotEqualTo(sessions.find(other).orElseThrow().csrf());
    }

    @Test
    void endsWhenItIsNotUsedForTwelveHours() {
        String id = sessions.begin(TOKEN);
        clock.turn(Sessions.IDLE.minus(MOMENT));
        assertThat(sessions.find(id)).isPresent();
        clock.turn(Sessions.IDLE.minus(MOMENT));
        assertThat(sessions.find(id)).as("used since").isPresent();
        clock.turn(Sessions.IDLE.plus(MOMENT));
        assertThat(sessions.find(id)).isEmpty();
    }

    @Test
    void endsAfterSevenDaysHoweverMuchItIsUsed() {
        String id = sessions.begin(TOKEN);
        Instant end = clock.instant().plus(Sessions.LONGEST);
        while (clock.instant().isBefore(end)) {
            assertThat(sessions.find(id)).isPresent();
            clock.turn(Duration.ofHours(6));
        }
        clock.turn(MOMENT);
        assertThat(sessions.find(id)).isEmpty();
    }

    @Test
    void endsWhenToldTo() {
        String id = sessions.begin(TOKEN);
        sessions.end(id);
        assertThat(sessions.find(id)).isEmpty();
    }

    @Test
    void ofTooManyTheOneUsedLeastLatelyEnds() {
        String first = sessions.begin(TOKEN);
        String second = sessions.begin(TOKEN);
        for (int i = 2; i < Sessions.MOST; i++) {
            sessions.begin(TOKEN);
        }
        assertThat(sessions.find(first)).isPresent();
        sessions.begin(TOKEN);
        assertThat(sessions.count()).isEqualTo(Sessions.MOST);
        assertThat(sessions.find(first)).isPresent();
        assertThat(sessions.find(second)).isEmpty();
    }
}
