package fairlead.admin.api;

import fairlead.config.Cidr;
import fairlead.config.Problem;
import fairlead.proxy.Engine;
import fairlead.proxy.RouteQuestion;
import fairlead.proxy.Trial;
import fairlead.proxy.TrialReport;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * What somebody filled in for one of the two checks of a route, as text; empty for what was left out.
 *
 * @param alpn protocols offered
 * @param client address of whom the dry check is about
 * @param listener address, of a port that is listened to on several
 * @param path of a request, for the dry check
 */
public record CheckForm(String port, String host, List<String> alpn, String client, String listener, String path) {
    private static final int MOST_PORT = 65_535;
    private static final int LONGEST_HOST = 1024;
    private static final int LONGEST_PATH = 2048;
    private static final int LONGEST_PROTOCOL = 255;
    private static final int MOST_PROTOCOLS = 16;

    /** Each occupies a thread of the dashboard for some seconds at worst. */
    private static final Semaphore TRIALS = new Semaphore(3);

    public CheckForm {
        alpn = List.copyOf(alpn);
    }

    /** ALPN as people write it, with commas or spaces between. */
    public static List<String> protocols(String text) {
        return List.of(text.strip().split("[,\\s]+")).stream()
                .filter(protocol -> !protocol.isEmpty())
                .toList();
    }

    /**
     * The dry check.
     *
     * @param asker whom it is about if nobody is named
     * @throws ApiError with a problem for each field that cannot be understood
     */
    public RouteQuestion question(InetAddress asker) {
        List<Problem> problems = new ArrayList<>();
        RouteQuestion question = new RouteQuestion(
                readPort(problems),
                readAddress("listener", listener, problems),
                Optional.of(host).filter(name -> !name.isEmpty()),
                alpn,
                readAddress("client", client, problems).orElse(asker),
                path.isEmpty() ? "/" : path);
        checkHost(problems);
        checkAlpn(problems);
        if (!path.isEmpty() && (!path.startsWith("/") || path.length() > LONGEST_PATH)) {
            problems.add(
                    new Problem("path", "must begin with / and have at most %d characters".formatted(LONGEST_PATH)));
        }
        require(problems);
        return question;
    }

    /**
     * The real check: blocks for some seconds at worst.
     *
     * @throws ApiError with a problem for each field that cannot be understood, or because enough others are under way
     */
    public TrialReport tryOut(Engine engine) {
        List<Problem> problems = new ArrayList<>();
        int number = readPort(problems);
        Optional<InetAddress> address = readAddress("listener", listener, problems);
        checkHost(problems);
        checkAlpn(problems);
        if (!isVisibleAscii(host)) {
            problems.add(
                    new Problem(
                            "host",
                            "has spaces, control characters or letters outside ASCII, which no client can send: write names with such letters as xn--..."));
        }
        require(problems);
        if (!TRIALS.tryAcquire()) {
            throw ApiError.tooMany("three tests are under way already: try again in some seconds");
        }
        try {
            return Trial.run(engine, number, address, Optional.of(host).filter(name -> !name.isEmpty()), alpn)
                    .orElseThrow(() -> nothingListens(engine));
        } finally {
            TRIALS.release();
        }
    }

    private ApiError nothingListens(Engine engine) {
        String ports = String.join(
                ", ", engine.listenAddresses().stream().map(Object::toString).toList());
        return ApiError.unprocessable(
                "nothing listens there",
                List.of(new Problem(
                        listener.isEmpty() ? "port" : "listener",
                        ports.isEmpty()
                                ? "no load balancer listens anywhere yet: create one first"
                                : "nothing listens there; the listeners are " + ports)));
    }

    private int readPort(List<Problem> problems) {
        if (port.matches("[0-9]{1,5}")) {
            int number = Integer.parseInt(port);
            if (number >= 1 && number <= MOST_PORT) {
                return number;
            }
        }
        problems.add(new Problem(
                "port", port.isEmpty() ? "is missing: name the port clients connect to" : "must be from 1 to 65535"));
        return 0;
    }

    private static Optional<InetAddress> readAddress(String field, String text, List<Problem> problems) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Cidr.literal(text));
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(field, String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    private void checkHost(List<Problem> problems) {
        if (host.length() > LONGEST_HOST) {
            problems.add(new Problem("host", "must have at most %d characters".formatted(LONGEST_HOST)));
        }
    }

    private void checkAlpn(List<Problem> problems) {
        boolean fit = alpn.stream()
                .allMatch(protocol ->
                        !protocol.isEmpty() && protocol.length() <= LONGEST_PROTOCOL && isVisibleAscii(protocol));
        if (!fit || alpn.size() > MOST_PROTOCOLS) {
            problems.add(new Problem(
                    "alpn",
                    "must be at most %d protocols of 1 to %d visible ASCII characters, such as h2"
                            .formatted(MOST_PROTOCOLS, LONGEST_PROTOCOL)));
        }
    }

    private static void require(List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw ApiError.unprocessable("the check cannot be made as it was asked for", problems);
        }
    }

    private static boolean isVisibleAscii(String text) {
        return text.chars().allMatch(c -> c > ' ' && c <= '~');
    }
}
