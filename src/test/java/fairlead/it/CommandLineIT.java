package fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.proxy.TestBalancer;
import fairlead.support.Tools;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person at a terminal sees, and a script by the exit code. */
final class CommandLineIT {
    @TempDir
    private Path directory;

    @Nested
    class Help {

        @Test
        void namesEveryCommandWithWhatItDoesAndEveryExitCode() throws Exception {
            Tools.Ran help = fairlead("--help");
            assertThat(help.exit()).isZero();
            assertThat(help.output())
                    .containsPattern("(?m)^  serve +\\S+")
                    .containsPattern("(?m)^  check +\\S+")
                    .containsPattern("(?m)^  demo +\\S+")
                    .containsPattern("(?m)^ +0 .*\\R +1 .*\\R +2 .*\\R +3 .*")
                    .contains("java -jar fairlead.jar demo");
        }

        @Test
        void isShownWhenThereIsNoCommand() throws Exception {
            Tools.Ran ran = fairlead();
            assertThat(ran.exit()).isEqualTo(2);
            assertThat(ran.output()).startsWith("Usage: fairlead");
        }

        @ParameterizedTest
        @ValueSource(strings = {"wobble", "serve conf.json --fast", "--fast"})
        void isShownWithWhatWasNotUnderstood(String arguments) throws Exception {
            Tools.Ran ran = fairlead(arguments.split(" ", -1));
            assertThat(ran.exit()).isEqualTo(2);
            assertThat(ran.output())
                    .startsWith("Not understood: " + arguments.substring(arguments.lastIndexOf(' ') + 1))
                    .contains("Usage: fairlead");
        }

        @Test
        void isShownWhenTheConfigFileIsNotNamed() throws Exception {
            Tools.Ran ran = fairlead("check");
            assertThat(ran.exit()).isEqualTo(2);
            assertThat(ran.output()).contains("'CONFIG'", "Usage: fairlead check");
        }

        @Test
        void isNotNeededForTheVersion() throws Exception {
            Tools.Ran version = fairlead("--version");
            assertThat(version.exit()).isZero();
            assertThat(version.output()).matches("Fairlead \\d+\\.\\d+\\.\\d+\\R");
        }
    }

    @Nested
    class Checking {

        @ParameterizedTest
        @ValueSource(strings = {"conf/minimal.json", "conf/example.json"})
        void aGoodFileSaysWhatItMeans(String file) throws Exception {
            Tools.Ran ran = fairlead("check", file);
            assertThat(ran.exit()).as(ran.output()).isZero();
            assertThat(ran.output()).contains(file + " is valid: ", "shop: shop.example.com");
        }

        @Test
        void fiveMistakesAreAllListedWithTheirPlaces() throws Exception {
            Tools.Ran ran = fairlead("check", file(FIVE_MISTAKES));
            assertThat(ran.exit()).isEqualTo(1);
            assertThat(ran.output().lines())
                    .hasSize(6)
                    .anyMatch(line -> line.endsWith("has 5 problems:"))
                    .anyMatch(line -> line.contains("max_connection: ") && line.contains("\"max_connections\""))
                    .anyMatch(line -> line.contains("drain_timeout_seconds: "))
                    .anyMatch(line -> line.contains("load_balancers[0].hosts[0]: "))
                    .anyMatch(line -> line.contains("load_balancers[0].forwarding_rules[0].target_protocol: "))
                    .anyMatch(line -> line.contains("load_balancers[0].backends[0].port: "));
        }

        @Test
        void aMissingFileIsNamed() throws Exception {
            Path missing = directory.resolve("nowhere.json");
            Tools.Ran ran = fairlead("check", missing.toString());
            assertThat(ran.exit()).isEqualTo(1);
            assertThat(ran.output()).contains("there is no file " + missing);
        }
    }

    @Nested
    class Serving {

        @Test
        void onAPortThatIsTakenNamesIt() throws Exception {
            TestBalancer.Setup setup = TestBalancer.with().listener("\"address\": \"127.0.0.1\"");
            try (ServerSocket taken = new ServerSocket(setup.port(), 1, InetAddress.getLoopbackAddress())) {
                Tools.Ran ran = fairlead("serve", file(setup.json()));
                assertThat(ran.exit()).isEqualTo(3);
                assertThat(ran.output())
                        .startsWith("Fairlead could not start: cannot listen on 127.0.0.1:" + taken.getLocalPort());
            }
        }

        @Test
        void whereTheDashboardsPortIsTakenNamesThat() throws Exception {
            try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                Tools.Ran ran = fairlead(
                        "serve",
                        file("{\"admin\": {\"port\": %d}, \"load_balancers\": []}".formatted(taken.getLocalPort())));
                assertThat(ran.exit()).isEqualTo(3);
                assertThat(ran.output().lines().toList())
                        .last()
                        .asString()
                        .startsWith("Fairlead could not start: cannot listen on 127.0.0.1:%d for the dashboard"
                                .formatted(taken.getLocalPort()));
                assertThat(ran.output()).doesNotContain("ERROR");
            }
        }

        @Test
        void byABadFileListsItsProblemsAndDoesNotStart() throws Exception {
            Tools.Ran ran = fairlead("serve", file(FIVE_MISTAKES));
            assertThat(ran.exit()).isEqualTo(1);
            assertThat(ran.output()).contains("has 5 problems:", "load_balancers[0].hosts[0]: ");
        }
    }

    @Nested
    class Tokens {

        @Test
        void areMadeListedAndRevoked() throws Exception {
            String config = file("{\"load_balancers\": []}");
            Tools.Ran made = fairlead("token", config);
            assertThat(made.exit()).as(made.output()).isZero();
            assertThat(made.output()).containsPattern("(?m)^fl_[\\w-]{43}$").contains("shown");
            assertThat(directory.resolve("conf.tokens.json")).exists();
            assertThat(fairlead("token", config, "--name", "backup", "--role", "read")
                            .exit())
                    .isZero();
            assertThat(fairlead("token", config, "--list").output())
                    .containsPattern("(?m)^admin +admin +created .*never used")
                    .containsPattern("(?m)^backup +read ");
            assertThat(fairlead("token", config, "--revoke", "backup").exit()).isZero();
            assertThat(fairlead("token", config, "--list").output()).doesNotContain("backup");
        }

        @Test
        void thatCannotBeMadeSayWhy() throws Exception {
            String config = file("{\"load_balancers\": []}");
            Tools.Ran role = fairlead("token", config, "--role", "king");
            assertThat(role.exit()).isEqualTo(2);
            assertThat(role.output()).contains("\"read\", \"operate\" or \"admin\"");
            Tools.Ran unknown = fairlead("token", config, "--revoke", "backup");
            assertThat(unknown.exit()).isEqualTo(2);
            assertThat(unknown.output()).contains("there is no token \"backup\"");
            Files.writeString(directory.resolve("conf.tokens.json"), "{");
            Tools.Ran damaged = fairlead("token", config);
            assertThat(damaged.exit()).isEqualTo(3);
            assertThat(damaged.output())
                    .contains("conf.tokens.json does not hold tokens")
                    .doesNotContain("Exception");
        }
    }

    @Nested
    class OnAnOldJava {

        @Test
        void theJavaThatIsNeededIsNamed() throws Exception {
            Optional<Path> old = oldJava();
            Tools.requireThat(old.isPresent(), "no Java older than 21 is installed");
            Tools.Ran ran = Tools.run(
                    FairleadProcess.LIMIT,
                    List.of(old.orElseThrow().toString(), "-jar", FairleadProcess.jar(), "--version"));
            assertThat(ran.exit()).isEqualTo(3);
            assertThat(ran.output())
                    .startsWith("Fairlead needs Java 21 or newer, and this is Java ")
                    .doesNotContain("Exception", "Error");
        }
    }

    @Nested
    class TheDemo {

        @Test
        void answersTheCurlLinesItPrintsAndLeavesNothingBehind() throws Exception {
            Tools.require("curl");
            try (FairleadProcess demo = FairleadProcess.start("demo")) {
                demo.await("welcome", () -> assertThat(demo.stdout()).contains("Ctrl-C", "/login/once?code="));
                List<String> lines = demo.stdout()
                        .lines()
                        .filter(line -> line.contains("  curl "))
                        .toList();
                assertThat(lines).hasSize(3);
                List<String> answers = new ArrayList<>();
                for (String line : List.of(lines.get(0), lines.get(0), lines.get(1), lines.get(2))) {
                    Tools.Ran curl = Tools.run(
                            FairleadProcess.LIMIT,
                            List.of("sh", "-c", line.strip().replace("curl ", "curl -sS --max-time 20 ")));
                    assertThat(curl.exit()).as(curl.output()).isZero();
                    answers.add(curl.output());
                }
                assertThat(answers.subList(0, 2))
                        .anyMatch(answer -> answer.startsWith("Hello from blue"))
                        .anyMatch(answer -> answer.startsWith("Hello from green"));
                assertThat(answers.get(2)).startsWith("Hello from green. You asked for any.apps.localhost");
                assertThat(answers.get(3))
                        .contains(" 307 ", "Location: https://shop.localhost:")
                        .contains("/cart");
                demo.await(
                        "each connection",
                        () -> assertThat(demo.stdout())
                                .contains(" shop/blue completed", " shop/green completed", " apps/green completed"));

                Path certificate = Path.of(Pattern.compile("--cacert (\\S+)")
                        .matcher(lines.get(0))
                        .results()
                        .findFirst()
                        .orElseThrow()
                        .group(1));
                assertThat(certificate).exists();
                demo.signal("TERM");
                assertThat(demo.exitCode()).isZero();
                assertThat(certificate.getParent()).doesNotExist();
            }
        }
    }

    private static final String FIVE_MISTAKES = """
            {"max_connection": 5, "drain_timeout_seconds": -1,
             "load_balancers": [{"name": "shop", "hosts": ["shop..example.com"],
               "forwarding_rules": [{"entry_protocol": "https", "entry_port": 443,
                 "target_protocol": "http", "target_port": 443, "tls_passthrough": true}],
               "backends": [{"name": "web-1", "address": "10.0.0.1", "port": 70000}]}]}
            """;

    private static Tools.Ran fairlead(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(FairleadProcess.jdk("java"), "-jar", FairleadProcess.jar()));
        command.addAll(List.of(arguments));
        return Tools.run(FairleadProcess.LIMIT, command);
    }

    private String file(String config) throws IOException {
        return Files.writeString(directory.resolve("conf.json"), config).toString();
    }

    private static Optional<Path> oldJava() throws IOException, InterruptedException {
        List<Path> found = new ArrayList<>();
        for (String entry : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            found.add(Path.of(entry, "java"));
        }
        if (Files.isDirectory(Path.of("/usr/lib/jvm"))) {
            try (Stream<Path> installed = Files.list(Path.of("/usr/lib/jvm"))) {
                installed.map(home -> home.resolve("bin/java")).forEach(found::add);
            }
        }
        for (Path java : found) {
            if (Files.isExecutable(java) && major(java) < 21) {
                return Optional.of(java);
            }
        }
        return Optional.empty();
    }

    /** By {@code java -version}, whose first line has it in quotes: "1.8.0_392", "17.0.9". */
    private static int major(Path java) throws IOException, InterruptedException {
        String said = Tools.run(FairleadProcess.LIMIT, List.of(java.toString(), "-version"))
                .output();
        return Pattern.compile("version \"(?:1\\.)?(\\d+)")
                .matcher(said)
                .results()
                .findFirst()
                .map(version -> Integer.parseInt(version.group(1)))
                .orElse(Integer.MAX_VALUE);
    }
}
