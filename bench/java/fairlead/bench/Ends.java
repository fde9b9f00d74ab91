package fairlead.bench;

import fairlead.bench.ends.Backend;
import fairlead.bench.ends.Load;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The processes at the two ends of every connection, while they run. */
final class Ends {
    private static final int LIMIT_SECONDS = 120;

    final Child backend;
    final Child load;
    final int echoPort;
    final int bulkPort;
    private final Writer commands;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    Ends(Children children) {
        backend = children.startWithPipes("backend", children.directory("backend"), Programs.java(Backend.class));
        load = children.startWithPipes("load", children.directory("load"), Programs.java(Load.class));
        try {
            Map<String, String> ports = parse(backend.process().inputReader().readLine(), " ");
            echoPort = Integer.parseInt(ports.getOrDefault("echo", ""));
            bulkPort = Integer.parseInt(ports.getOrDefault("bulk", ""));
        } catch (IOException | NumberFormatException e) {
            throw new BenchFailure("the backend did not start. " + backend.lastWords(), e);
        }
        commands = load.process().outputWriter(StandardCharsets.UTF_8);
        Thread reader = new Thread(this::readAnswers, "answers of the load");
        reader.setDaemon(true);
        reader.start();
    }

    /** Has the load do something, and gives what it measured. */
    Map<String, Double> run(String command) {
        try {
            commands.write(command + "\n");
            commands.flush();
            String line = answers.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            load.requireAlive();
            backend.requireAlive();
            if (line == null) {
                throw new BenchFailure("no answer of the load within " + LIMIT_SECONDS + " s to: " + command);
            }
            Map<String, String> answer = parse(line, "\t");
            if (answer.containsKey("error")) {
                throw new BenchFailure(command + ": " + answer.get("error"));
            }
            Map<String, Double> figures = new HashMap<>();
            answer.forEach((key, value) -> figures.put(key, Double.parseDouble(value)));
            return figures;
        } catch (IOException e) {
            throw new BenchFailure("the load is gone. " + load.lastWords(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("interrupted");
        }
    }

    private void readAnswers() {
        try (BufferedReader in = load.process().inputReader()) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                answers.add(line);
            }
        } catch (IOException e) {
            answers.add("error=" + e);
        }
        answers.add("error=the load has ended");
    }

    private static Map<String, String> parse(String line, String separator) {
        Map<String, String> values = new HashMap<>();
        Arrays.stream(line.split(separator, -1))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2)
                .forEach(pair -> values.put(pair[0], pair[1]));
        return values;
    }
}
