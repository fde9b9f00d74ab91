package fairlead.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FirewallConfigTest {

    private static final Cidr OFFICE = Cidr.parse("203.0.113.0/24");
    private static final Cidr GUEST = Cidr.parse("203.0.113.7");

    private static boolean permits(List<Cidr> allow, List<Cidr> deny, String client) {
        return new FirewallConfig(allow, deny).permits(Cidr.literal(client));
    }

    @Test
    void letsEveryoneInWithoutEntries() {
        assertThat(FirewallConfig.OPEN.permits(Cidr.literal("2001:db8::1"))).isTrue();
    }

    @Test
    void letsNobodyElseInOnceSomeoneIsAllowed() {
        assertThat(permits(List.of(OFFICE), List.of(), "203.0.113.8")).isTrue();
        assertThat(permits(List.of(OFFICE), List.of(), "198.51.100.1")).isFalse();
    }

    @Test
    void denyWins() {
        assertThat(permits(List.of(OFFICE), List.of(GUEST), "203.0.113.7")).isFalse();
        assertThat(permits(List.of(GUEST), List.of(OFFICE), "203.0.113.7")).isFalse();
        assertThat(permits(List.of(), List.of(GUEST), "203.0.113.8")).isTrue();
    }
}
