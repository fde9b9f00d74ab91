package fairlead.cli;

import fairlead.admin.access.Role;
import fairlead.admin.access.Token;
import fairlead.admin.access.TokenFile;
import fairlead.config.ConfigFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code token}: makes, lists and revokes tokens. A server that runs notices within a second. */
final class TokenCommand {
    private final Path config;
    private final TokenFile file;

    TokenCommand(Path config) {
        this.config = config;
        this.file = TokenFile.of(config);
    }

    int make(Optional<String> name, String role) {
        return attempt(() -> {
            Role wanted = Role.of(role);
            String secret = file.make(name, wanted);
            System.out.println(secret);
            System.err.println(
                    "This is the only time the token is shown. It is for the login page, or for \"Authorization: Bearer\"; its role is %s."
                            .formatted(wanted.word()));
        });
    }

    int list() {
        return attempt(() -> {
            List<Token> tokens = file.read();
            if (tokens.isEmpty()) {
                System.out.println("There are no tokens in " + file.path());
            }
            for (Token token : tokens) {
                System.out.printf(
                        "%-24s %-8s created %s, %s%n",
                        token.name(),
                        token.role().word(),
                        token.created(),
                        token.lastUsed().map(time -> "last used " + time).orElse("never used"));
            }
        });
    }

    int revoke(String name) {
        return attempt(() -> {
            file.revoke(name);
            System.out.println("The token \"%s\" is revoked".formatted(name));
        });
    }

    private interface Step {
        void run() throws IOException;
    }

    private int attempt(Step step) {
        if (ConfigFile.load(config) instanceof ConfigFile.Result.Invalid invalid) {
            Check.print(config, invalid.problems(), System.err);
            return Main.CONFIG_PROBLEMS;
        }
        try {
            step.run();
            return Main.OK;
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return Main.USAGE;
        } catch (IOException e) {
            System.err.println(e.getMessage());
            return Main.CANNOT_START;
        }
    }
}
