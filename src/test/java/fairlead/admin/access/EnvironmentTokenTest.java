package fairlead.admin.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EnvironmentTokenTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    @TempDir
    private Path directory;

    @Test
    void isAnAdministratorOfItsOwnName() throws Exception {
        assertThat(read("FAIRLEAD_ADMIN_TOKEN", SECRET)).hasValueSatisfying(token -> {
            assertThat(token.name()).isEqualTo("environment");
            assertThat(token.role()).isEqualTo(Role.ADMIN);
            assertThat(token.hash()).isEqualTo(Secret.hash(SECRET));
        });
        assertThat(EnvironmentToken.read(Map.of(), Instant.EPOCH)).isEmpty();
    }

    @Test
    void mayStandInAFileWithALineEnd() throws Exception {
        Path file = Files.writeString(directory.resolve("token"), SECRET + "\n");
        assertThat(read("FAIRLEAD_ADMIN_TOKEN_FILE", file.toString()))
                .hasValueSatisfying(token -> assertThat(token.hash()).isEqualTo(Secret.hash(SECRET)));
    }

    @Test
    void isRefusedWhenItCouldBeGuessedOrTyped() {
        for (String bad : new String[] {"secret", "0123456789abcdef 0123456789abcdef", "ü".repeat(40)}) {
            assertThatThrownBy(() -> read("FAIRLEAD_ADMIN_TOKEN", bad))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("FAIRLEAD_ADMIN_TOKEN must have at least 20 characters")
                    .hasMessageNotContaining(bad);
        }
    }

    @Test
    void isRefusedWhenItsFileIsMissingOrBothAreSet() {
        assertThatThrownBy(() -> read("FAIRLEAD_ADMIN_TOKEN_FILE", "/nowhere/token"))
                .hasMessageContaining("/nowhere/token");
        assertThatThrownBy(() -> EnvironmentToken.read(
                        Map.of("FAIRLEAD_ADMIN_TOKEN", SECRET, "FAIRLEAD_ADMIN_TOKEN_FILE", "/nowhere"), Instant.EPOCH))
                .hasMessageContaining("choose one");
    }

    private static Optional<Token> read(String key, String value) throws IOException {
        return EnvironmentToken.read(Map.of(key, value), Instant.EPOCH);
    }
}
