package fairlead.admin.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokensTest {
    @TempDir
    private Path directory;

    private final TurnedClock clock = new TurnedClock();
    private TokenFile file;

    @BeforeEach
    void name() {
        file = TokenFile.of(directory.resolve("fairlead.json"));
    }

    private Tokens tokens() throws IOException {
        return new Tokens(Optional.of(file), List.of(), clock);
    }

    @Nested
    class TheFile {

        @Test
        void liesBesideTheConfigAndIsTheOwnersAlone() throws Exception {
            tokens().create("admin", Role.ADMIN);
            assertThat(file.path()).isEqualTo(directory.resolve("fairlead.tokens.json"));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                    .isEqualTo("rw-------");
        }

        @Test
        void belongsToWhomTheDirectoryBelongs() throws Exception {
            UserPrincipal nobody =
                    directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
            assumeTrue("root".equals(System.getProperty("user.name")), "only root may give files away");
            Files.setOwner(directory, nobody);
            file.make(Optional.empty(), Role.ADMIN);
            file.make(Optional.empty(), Role.ADMIN);
            try (Stream<Path> all = Files.list(directory)) {
                assertThat(all)
                        .isNotEmpty()
                        .allSatisfy(made -> assertThat(Files.getOwner(made)).isEqualTo(nobody));
            }
        }

        @Test
        void holdsNoTokenButHashes() throws Exception {
            NewToken made = tokens().create("admin", Role.ADMIN);
            assertThat(made.secret()).startsWith("fl_").hasSize(46);
            assertThat(Files.readString(file.path()))
                    .contains("\"admin\"", Secret.hash(made.secret()))
                    .doesNotContain(made.secret(), made.secret().substring(3));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "{",
                    "[]",
                    "{\"tokens\": 5}",
                    "{\"tokens\": [{\"name\": \"a\"}]}",
                    "{\"tokens\": [{\"name\": \"a\", \"role\": \"king\", \"created\": \"2026-11-22T10:15:30Z\", \"sha256\": \"0000000000000000000000000000000000000000000000000000000000000000\"}]}"
                })
        void thatIsDamagedIsNamedAndLeftAlone(String text) throws Exception {
            Files.writeString(file.path(), text);
            assertThatThrownBy(TokensTest.this::tokens)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(file.path().toString())
                    .hasMessageContaining("restore it");
            assertThatThrownBy(() -> file.make(Optional.empty(), Role.ADMIN)).isInstanceOf(IOException.class);
            assertThat(file.path()).hasContent(text);
        }

        @Test
        void whoseDirectoryCannotBeWrittenIsNamed() {
            TokenFile nowhere = TokenFile.of(directory.resolve("missing/fairlead.json"));
            assertThatThrownBy(() -> nowhere.make(Optional.empty(), Role.READ))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("fairlead.tokens.json cannot be written");
        }
    }

    @Nested
    class AToken {

        @Test
        void isFoundByItsTextUntilItIsRevoked() throws Exception {
            Tokens tokens = tokens();
            NewToken made = tokens.create("backup", Role.READ);
            assertThat(tokens.find(made.secret())).contains(made.token());
            assertThat(tokens.find(made.secret() + "x")).isEmpty();
            assertThat(tokens.find(made.token().hash()))
                    .as("its hash is no token")
                    .isEmpty();
            tokens.revoke("backup");
            assertThat(tokens.find(made.secret())).isEmpty();
        }

        @Test
        void thatAnotherProcessMadeOrRevokedIsNoticedWithinASecond() throws Exception {
            Tokens tokens = tokens();
            String secret = file.make(Optional.of("cli"), Role.OPERATE);
            clock.turn(Duration.ofSeconds(1));
            assertThat(tokens.find(secret))
                    .hasValueSatisfying(token -> assertThat(token.role()).isEqualTo(Role.OPERATE));
            file.revoke("cli");
            clock.turn(Duration.ofSeconds(1));
            assertThat(tokens.find(secret)).isEmpty();
        }

        @Test
        void staysInForceWhenTheFileIsDamagedLater() throws Exception {
            Tokens tokens = tokens();
            NewToken made = tokens.create("admin", Role.ADMIN);
            Files.writeString(file.path(), "{");
            clock.turn(Duration.ofSeconds(1));
            assertThat(tokens.find(made.secret())).isPresent();
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "a b", "-a", "a-", "../a", "<script>", "environment", "a\nb", "ü"})
        void hasANameThatFitsAnywhere(String name) {
            assertThatThrownBy(() -> tokens().create(name, Role.READ)).isInstanceOf(IllegalArgumentException.class);
            assertThat(file.exists()).isFalse();
        }

        @Test
        void hasANameOfItsOwn() throws Exception {
            Tokens tokens = tokens();
            tokens.create("admin", Role.ADMIN);
            assertThatThrownBy(() -> tokens.create("admin", Role.READ)).hasMessageContaining("revoke it first");
            assertThatThrownBy(() -> tokens.revoke("nobody")).hasMessageContaining("there are: admin");
            file.make(Optional.empty(), Role.ADMIN);
            assertThat(file.read()).extracting(Token::name).containsExactly("admin", "admin-2");
        }
    }

    @Nested
    class TheLastUse {

        @Test
        void isShownAtOnceAndWrittenWhenSaved() throws Exception {
            Tokens tokens = tokens();
            NewToken made = tokens.create("admin", Role.ADMIN);
            clock.turn(Duration.ofMinutes(5));
            tokens.used(made.token());
            assertThat(tokens.all().getFirst().lastUsed()).contains(clock.instant());
            assertThat(file.read().getFirst().lastUsed()).isEmpty();
            tokens.save();
            assertThat(file.read().getFirst().lastUsed()).contains(clock.instant());
        }

        @Test
        void doesNotUndoWhatAnotherProcessDid() throws Exception {
            Tokens tokens = tokens();
            NewToken made = tokens.create("admin", Role.ADMIN);
            tokens.used(made.token());
            file.make(Optional.of("cli"), Role.READ);
            tokens.save();
            assertThat(file.read()).extracting(Token::name).containsExactly("admin", "cli");
        }
    }
}
