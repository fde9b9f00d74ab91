package fairlead.admin;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.admin.access.Access;
import fairlead.config.Cidr;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the first one gets in. */
final class FirstStartTest {
    private static final InetAddress CLIENT = Cidr.literal("127.0.0.1");

    @TempDir
    private Path directory;

    @Test
    void makesATokenAndALinkThatWorksOnce() throws Exception {
        Access access = Access.of(directory.resolve("fairlead.json"), Map.of());
        assertThat(directory.resolve("fairlead.tokens.json")).exists();
        String code = code(access);
        assertThat(access.loginOnce("another", CLIENT)).isInstanceOf(Access.Login.Wrong.class);
        assertThat(access.loginOnce(code, CLIENT)).isInstanceOf(Access.Login.Done.class);
        assertThat(access.loginOnce(code, CLIENT)).isInstanceOf(Access.Login.Wrong.class);
    }

    @Test
    void isOverWhenThereAreTokensOrOneIsInTheEnvironment() throws Exception {
        Path config = directory.resolve("fairlead.json");
        assertThat(Access.of(config, Map.of("FAIRLEAD_ADMIN_TOKEN", TestAdmin.TOKEN))
                        .firstLoginPath())
                .isEmpty();
        assertThat(directory.resolve("fairlead.tokens.json")).doesNotExist();
        assertThat(Access.of(config, Map.of()).firstLoginPath()).isPresent();
        assertThat(Access.of(config, Map.of()).firstLoginPath()).isEmpty();
    }

    @Test
    void letsInEvenWhereNothingCanBeWritten() throws Exception {
        Path nowhere = directory.resolve("missing").resolve("fairlead.json");
        Access access = Access.of(nowhere, Map.of());
        assertThat(access.loginOnce(code(access), CLIENT)).isInstanceOf(Access.Login.Done.class);
        assertThat(Files.exists(nowhere.getParent())).isFalse();
    }

    private static String code(Access access) {
        return access.firstLoginPath().orElseThrow().replace("/login/once?code=", "");
    }
}
