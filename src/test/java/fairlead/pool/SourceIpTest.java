package fairlead.pool;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.config.BackendAddress;
import fairlead.config.BackendConfig;
import fairlead.config.BackendConfig.Mode;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SourceIpTest {
    private static final int CLIENTS = 10_000;

    private final SourceIp balancing = new SourceIp();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sendsAClientToTheSameBackendWhateverTheOrderOfThePool(boolean ipv6) {
        List<Member> members = tenMembers();
        List<Member> reversed = members.reversed();
        for (InetAddress client : clients(ipv6)) {
            assertThat(balancing.pick(reversed, client)).isEqualTo(balancing.pick(members, client));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void movesOnlyTheClientsOfABackendThatLeaves(boolean ipv6) {
        List<Member> members = tenMembers();
        Member gone = members.get(3);
        List<Member> rest = new ArrayList<>(members);
        rest.remove(gone);
        int moved = 0;
        int[] movedTo = new int[10];
        for (InetAddress client : clients(ipv6)) {
            Member before = balancing.pick(members, client);
            Member after = balancing.pick(rest, client);
            if (before.equals(gone)) {
                moved++;
                movedTo[after.index()]++;
            } else {
                assertThat(after).isEqualTo(before);
            }
        }

        assertThat(moved).isBetween(820, 1180); // 6 standard deviations around a tenth
        movedTo[3] = moved / 9;
        assertThat(Arrays.stream(movedTo)).as("spread over all others").allMatch(n -> n > 40);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void givesABackendItsWeightInClients(boolean ipv6) {
        List<Member> members = Pools.members(1, 2, 7);
        int[] counts = new int[3];
        for (InetAddress client : clients(ipv6)) {
            counts[balancing.pick(members, client).index()]++;
        }

        assertThat(counts[0]).isBetween(820, 1180); // 6 standard deviations
        assertThat(counts[1]).isBetween(1760, 2240);
        assertThat(counts[2]).isBetween(6725, 7275);
    }

    @Test
    void takesFromOthersOnlyWhatAHeavierWeightAddsToABackend() {
        List<Member> before = Pools.members(1, 1, 1);
        List<Member> after = Pools.members(1, 1, 2);
        for (InetAddress client : clients(false)) {
            int was = balancing.pick(before, client).index();
            int is = balancing.pick(after, client).index();
            assertThat(is).isIn(was, 2);
        }
    }

    @Test
    void keepsAnAffinityWhenABackendGetsAnotherAddress() {
        List<Member> members = tenMembers();
        BackendConfig moved = new BackendConfig(
                "d",
                new BackendAddress.Ip(Pools.ipv4(77)),
                OptionalInt.empty(),
                OptionalInt.empty(),
                1,
                Mode.ENABLED,
                0);
        List<Member> after = new ArrayList<>(members);
        after.set(3, Member.of(moved, 3, Pools.live(moved)));
        for (InetAddress client : clients(false)) {
            assertThat(balancing.pick(after, client).index())
                    .isEqualTo(balancing.pick(members, client).index());
        }
    }

    private static List<Member> tenMembers() {
        return Pools.members(1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
    }

    private static List<InetAddress> clients(boolean ipv6) {
        IntFunction<InetAddress> address = ipv6 ? Pools::ipv6 : Pools::ipv4;
        List<InetAddress> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(address.apply(i));
        }
        return clients;
    }
}
