package fairlead.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import fairlead.support.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The jar in a process of its own, which ends with {@link #close} at the latest. */
final class FairleadProcess implements AutoCloseable {
    /** Long enough for everything on the slowest machine: it only ends a test that hangs. */
    static final Duration LIMIT = Duration.ofSeconds(30);

    private final Path directory;
    private final Process process;

    private FairleadProcess(Path directory, List<String> command) throws IOException {
        this(directory, command, Map.of());
    }

    private FairleadProcess(Path directory, List<String> command, Map<String, String> environment) throws IOException {
        this.directory = directory;
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(directory.resolve("stdout").toFile())
                .redirectError(directory.resolve("stderr").toFile());
        builder.environment().putAll(environment);
        this.process = builder.start();
    }

    /** The command for one of the JDK's programs: the Java that runs the tests. */
    static String jdk(String program) {
        return Path.of(System.getProperty("java.home"), "bin", program).toString();
    }

    static String jar() {
        return System.getProperty("fairlead.jar", "target/fairlead.jar");
    }

    /**
     * {@code serve} with this config, listening when it returns. Names are looked up in a hosts file, where the usual host is
     * this machine, and not in the DNS, unless a flag says otherwise.
     */
    static FairleadProcess serve(String config, String... jvmFlags) throws IOException {
        return serveUnder(List.of(), config, jvmFlags);
    }

    /** {@link #serve} by a command that starts it, such as {@code prlimit}. */
    static FairleadProcess serveUnder(List<String> starter, String config, String... jvmFlags) throws IOException {
        Path directory = Files.createTempDirectory("fairlead-it-");
        Path file = directory.resolve("conf.json");
        Files.writeString(file, withoutAdmin(config));
        Path hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.1 shop.example.com\n");
        List<String> command = new ArrayList<>(starter);
        command.add(jdk("java"));
        command.add("-Djdk.net.hosts.file=" + hosts);
        command.addAll(List.of(jvmFlags));
        command.addAll(List.of("-jar", jar(), "serve", file.toString()));
        FairleadProcess fairlead = new FairleadProcess(directory, command);
        fairlead.awaitError("Fairlead .* serves ");
        return fairlead;
    }

    /** {@code serve} by a file that outlives the process, and with this token for its API. */
    static FairleadProcess serveFile(Path file, String token) throws IOException {
        Path directory = Files.createTempDirectory("fairlead-it-");
        Path hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.1 shop.example.com\n");
        List<String> command =
                List.of(jdk("java"), "-Djdk.net.hosts.file=" + hosts, "-jar", jar(), "serve", file.toString());
        FairleadProcess fairlead = new FairleadProcess(directory, command, Map.of("FAIRLEAD_ADMIN_TOKEN", token));
        fairlead.awaitError("Fairlead .* serves ");
        return fairlead;
    }

    /** Any other command of the jar. */
    static FairleadProcess start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(jdk("java"), "-jar", jar()));
        command.addAll(List.of(arguments));
        return new FairleadProcess(Files.createTempDirectory("fairlead-it-"), command);
    }

    /** A config that says nothing of the dashboard would have all tests bind the same port. */
    private static String withoutAdmin(String config) {
        return config.contains("\"admin\"") ? config : config.replaceFirst("\\{", "{\"admin\": {\"enabled\": false}, ");
    }

    /** A directory of this process, with {@code conf.json}, that goes with it. */
    Path directory() {
        return directory;
    }

    void writeConfig(String config) throws IOException {
        Files.writeString(directory.resolve("conf.json"), withoutAdmin(config));
    }

    long pid() {
        return process.pid();
    }

    String stdout() {
        return read("stdout");
    }

    String stderr() {
        return read("stderr");
    }

    /** How often this regular expression is found on standard error. */
    long errors(String regex) {
        return Pattern.compile(regex).matcher(stderr()).results().count();
    }

    /** Waits until this regular expression is found on standard error. */
    void awaitError(String regex) {
        await("stderr: " + regex, () -> assertThat(stderr()).containsPattern(regex));
    }

    /** Waits until an assertion holds; fails at once when the process has ended before. */
    void await(String what, Runnable assertion) {
        Awaitility.await(what)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .failFast("the process has ended: " + what, () -> !process.isAlive())
                .untilAsserted(assertion::run);
    }

    /** Sends a signal by its name, as in {@code kill -HUP}. */
    void signal(String name) throws IOException, InterruptedException {
        Tools.Ran kill = Tools.run(LIMIT, List.of(Tools.require("kill"), "-" + name, Long.toString(pid())));
        assertThat(kill.exit()).as(kill.output()).isZero();
    }

    /** Waits for its end. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            fail("still running; stderr: %s", stderr());
        }
        return process.exitValue();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The numbers of its open file descriptors. */
    Set<Integer> descriptors() {
        try (Stream<Path> open = Files.list(Path.of("/proc/" + pid() + "/fd"))) {
            return open.map(fd -> Integer.parseInt(fd.getFileName().toString())).collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@link #descriptors} once they stay the same for a moment. */
    Set<Integer> settledDescriptors() {
        AtomicReference<Set<Integer>> last = new AtomicReference<>(Set.of());
        Awaitility.await("descriptors")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(300))
                .until(() -> {
                    Set<Integer> now = descriptors();
                    return last.getAndSet(now).equals(now);
                });
        return last.get();
    }

    /** CPU time used so far, by all its threads. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** Memory that is in RAM for it now. */
    long residentBytes() throws IOException {
        return status("VmRSS") << 10;
    }

    /** The most memory that has ever been in RAM for it. */
    long peakResidentBytes() throws IOException {
        return status("VmHWM") << 10;
    }

    /** Threads of the system: virtual ones are not among them, their carriers are. */
    long threads() throws IOException {
        return status("Threads");
    }

    private long status(String name) throws IOException {
        MatchResult line = Pattern.compile("(?m)^" + name + ":\\s+(\\d+)")
                .matcher(Files.readString(Path.of("/proc/" + pid() + "/status")))
                .results()
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.group(1));
    }

    /** What is on its heap after a collection. */
    Histogram histogram() throws IOException, InterruptedException {
        List<String> command = List.of(jdk("jcmd"), Long.toString(pid()), "GC.class_histogram");
        Tools.Ran jcmd = Tools.run(LIMIT, command);
        assertThat(jcmd.exit()).as(jcmd.output()).isZero();
        return Histogram.parse(jcmd.output());
    }

    @Override
    public void close() {
        Tools.end(process, directory);
    }

    private String read(String stream) {
        try {
            return Files.readString(directory.resolve(stream));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
