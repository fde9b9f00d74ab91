package fairlead.bench;

import fairlead.bench.ends.Loopback;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs of this machine, and its ports. */
final class Programs {
    /** The jar under measurement; {@code bench/run} starts us in the project's directory. */
    static final Path JAR = Path.of("target/fairlead.jar");

    private static final int LIMIT_SECONDS = 60;

    private Programs() {}

    /** One of the programs of the JDK that runs us. */
    static String jdk(String program) {
        return Path.of(System.getProperty("java.home"), "bin", program).toString();
    }

    /** The command of a class of the benchmark in a JVM of its own, as frugal as we know. */
    static List<String> java(Class<?> main) {
        return List.of(
                jdk("java"),
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-Djava.net.preferIPv4Stack=true",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName());
    }

    /** Runs a program to its end and gives what it printed. */
    static String output(String... command) {
        return output(List.of(command));
    }

    static String output(List<String> command) {
        return output(command, true);
    }

    /** For programs that fail even when they do what they are asked, such as {@code wrk -v}. */
    static String outputOfAnyExit(List<String> command) {
        return output(command, false);
    }

    private static String output(List<String> command, boolean mustSucceed) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (!ended || (mustSucceed && process.exitValue() != 0)) {
                process.destroyForcibly();
                throw new BenchFailure(String.join(" ", command) + " failed:\n" + output);
            }
            return output;
        } catch (IOException e) {
            throw new BenchFailure("cannot run " + command.getFirst(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("interrupted");
        }
    }

    /** A port of 127.0.0.1 that is free now. */
    static int freePort() {
        return freePorts(1).getFirst();
    }

    /** Several, no two of them the same. */
    static List<Integer> freePorts(int count) {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                ServerSocket socket = new ServerSocket();
                sockets.add(socket);
                socket.bind(Loopback.port(0));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } catch (IOException e) {
            throw new BenchFailure("no free port", e);
        } finally {
            sockets.forEach(Programs::close);
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // nobody has connected to it
        }
    }

    /** The lines of a config that load nginx's stream module, where it is one. */
    static List<String> streamModule() {
        String path = System.getProperty("bench.nginx.stream", "");
        return path.isEmpty() ? new ArrayList<>() : List.of("load_module " + path + ";");
    }
}
