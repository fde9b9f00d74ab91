package fairlead.admin.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OwnNamesTest {
    private final OwnNames names = new OwnNames(List.of("fairlead.example.com"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.0.0.1:8080",
                "[::1]:8080",
                "192.0.2.10:8080",
                "localhost",
                "LOCALHOST:8080",
                "localhost.:8080",
                "fairlead.example.com",
                "Fairlead.Example.COM:443"
            })
    void anAddressLocalhostAndThoseOfTheConfigAreItsOwn(String host) {
        assertThat(names.include(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":8080",
                "evil.example",
                "127.0.0.1.evil.example",
                "fairlead.example.com.evil.example",
                "evil-fairlead.example.com",
                "localhost.evil.example",
                "user@localhost",
                "localhost:x",
                "localhost:123456",
                "[::1",
                "::1",
                "[localhost]",
                "0x7f.1",
                "127.1",
                "2130706433"
            })
    void nothingElseIs(String host) {
        assertThat(names.include(host)).isFalse();
    }
}
