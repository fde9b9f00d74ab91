package fairlead.cli;

import fairlead.admin.metrics.Build;
import fairlead.health.dns.Names;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/** The command line. */
@Command(
        name = "fairlead",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "",
            "A load balancer for TLS passthrough: HTTPS arrives at one address, Fairlead reads the host name from the"
                    + " first message without decrypting anything, and passes the connection on to a backend of that"
                    + " host. Certificates and keys stay on the backends.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:done, or stopped as asked",
            " 1:the config file has problems; they are listed",
            " 2:the command line was not understood",
            " 3:could not start, for example because a port is taken",
            " 4:check --backends found a backend down, or something else that clients would notice"
        },
        footer = {
            "",
            "Try it, nothing else is needed:    java -jar fairlead.jar demo",
            "With a config file of your own:    java -jar fairlead.jar check fairlead.json",
            "                                   java -jar fairlead.jar serve fairlead.json"
        })
public final class Main {
    static final int OK = 0;
    static final int CONFIG_PROBLEMS = 1;
    static final int USAGE = 2;
    static final int CANNOT_START = 3;
    static final int NOT_WELL = 4;

    public static void main(String[] args) {
        Logging.configure();
        Names.bypassJvmCache(); // before anything is looked up
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Main());
        commandLine.setExecutionStrategy(parsed -> {
            if (parsed.hasSubcommand() || parsed.isUsageHelpRequested() || parsed.isVersionHelpRequested()) {
                return new CommandLine.RunLast().execute(parsed);
            }
            commandLine.usage(commandLine.getErr());
            return USAGE;
        });
        commandLine.setParameterExceptionHandler((mistake, arguments) -> {
            String what = mistake instanceof CommandLine.UnmatchedArgumentException unmatched
                    ? "Not understood: " + String.join(" ", unmatched.getUnmatched())
                    : mistake.getMessage();
            commandLine.getErr().println(what);
            commandLine.getErr().println();
            mistake.getCommandLine().usage(commandLine.getErr());
            return USAGE;
        });
        return commandLine;
    }

    @Command(
            name = "serve",
            header = "Serves by a config file until told to stop.",
            description = {
                "",
                "SIGHUP reads the file again: new connections go by it, open ones are not touched, and a file with"
                        + " problems changes nothing. SIGTERM and SIGINT stop accepting and let open connections finish"
                        + " for up to drain_timeout_seconds; a second one ends that at once.",
                "",
                "The dashboard is at http://127.0.0.1:8080/ unless the config's admin says otherwise. The first start"
                        + " prints a link to log in by; the environment variable FAIRLEAD_ADMIN_TOKEN, or a file named"
                        + " by FAIRLEAD_ADMIN_TOKEN_FILE, sets a token instead.",
                ""
            })
    int serve(@Parameters(paramLabel = "CONFIG", description = "The config file, JSON.") Path config) {
        return new Serve(config).run();
    }

    @Command(
            name = "check",
            header = "Checks a config file and lists everything wrong with it.",
            description = {
                "",
                "Each problem comes with its place and what to write instead. Nothing is listened on, and nobody"
                        + " connected to unless --backends asks for it.",
                ""
            })
    int check(
            @Parameters(paramLabel = "CONFIG", description = "The config file, JSON.") Path config,
            @Option(
                            names = "--backends",
                            description = "Also check every backend once, look at the certificates they serve and at"
                                    + " the DNS of the hosts, and say what was found.")
                    boolean backends) {
        int outcome = Check.run(config);
        return backends && outcome == OK ? BackendReport.run(config) : outcome;
    }

    @Command(
            name = "demo",
            header = "Shows real TLS going through, with nothing to set up.",
            description = {
                "",
                "Starts two small HTTPS backends with a certificate of their own and Fairlead in front of them, on this"
                        + " machine only, and says how to try it. Ctrl-C ends it.",
                ""
            })
    int demo() {
        return new Demo().run();
    }

    @Command(
            name = "token",
            header = "Makes a token for the dashboard and the API, or lists or revokes them.",
            description = {
                "",
                "Tokens are kept beside the config file, as hashes. A server that is running notices within a second.",
                ""
            })
    int token(
            @Parameters(paramLabel = "CONFIG", description = "The config file, JSON.") Path config,
            @Option(names = "--name", paramLabel = "NAME", description = "What to call the new token.")
                    Optional<String> name,
            @Option(
                            names = "--role",
                            paramLabel = "ROLE",
                            defaultValue = "admin",
                            description = "What it may do: read, operate (drain backends and close connections too) or"
                                    + " admin. ${DEFAULT-VALUE} if left out.")
                    String role,
            @Option(names = "--list", description = "List the tokens instead.") boolean list,
            @Option(names = "--revoke", paramLabel = "NAME", description = "Revoke this token instead.")
                    Optional<String> revoked) {
        TokenCommand command = new TokenCommand(config);
        if (list) {
            return command.list();
        }
        return revoked.map(command::revoke).orElseGet(() -> command.make(name, role));
    }

    /** What {@code --version} says. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"Fairlead " + Build.version()};
        }
    }
}
