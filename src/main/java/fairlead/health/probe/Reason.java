package fairlead.health.probe;

import java.io.EOFException;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Failures in words for people, short, as they stand after {@code down: }. The words of the JDK differ between its
 * releases and those of the system between languages: they are looked at only where no type tells, and passed on, made
 * harmless, when they say nothing known.
 */
public final class Reason {
    private static final int LONGEST = 200;
    private static final Pattern ALERT = Pattern.compile("fatal alert: ([a-z_]{1,40})");
    private static final Pattern JDK_PREFIX = Pattern.compile("^\\([a-z_]{1,40}\\) ");

    private Reason() {}

    /** Of a connect. */
    public static String ofConnecting(IOException e, Duration timeout) {
        String message = message(e).toLowerCase(Locale.ROOT);
        if (e instanceof SocketTimeoutException || message.contains("timed out")) {
            return noAnswer(timeout);
        }
        if (e instanceof ConnectException) {
            return "connect refused";
        }
        if (e instanceof NoRouteToHostException) {
            return "no route to host";
        }
        return message.contains("unreachable") ? "network unreachable" : "connect failed: " + ofTalking(e, timeout);
    }

    /** Of what comes after the connect. */
    static String ofTalking(Throwable e, Duration timeout) {
        if (e instanceof SocketTimeoutException) {
            return noAnswer(timeout);
        }
        String message = message(e);
        if (e instanceof EOFException || message.contains("Broken pipe") || message.contains("close_notify")) {
            return "the server closed the connection";
        }
        if (message.contains("Connection reset")) {
            return "the server reset the connection";
        }
        return alert(e).map(alert -> "alert " + alert).orElseGet(() -> of(e));
    }

    /** The name of the fatal alert that the peer sent, if that is what it was. */
    static Optional<String> alert(Throwable e) {
        Matcher alert = ALERT.matcher(message(e));
        return alert.find() ? Optional.of(alert.group(1)) : Optional.empty();
    }

    /** The exception's own words, made harmless. */
    static String of(Throwable e) {
        return printable(JDK_PREFIX.matcher(message(e)).replaceFirst(""));
    }

    /** One line of printable ASCII, not too long: some of it may come from a peer. */
    static String printable(String text) {
        String start = text.length() <= LONGEST ? text : text.substring(0, LONGEST - 3) + "...";
        return start.replaceAll("[^ -~]", "?");
    }

    static String noAnswer(Duration timeout) {
        return "no answer in %s s".formatted(seconds(timeout));
    }

    private static String seconds(Duration timeout) {
        return BigDecimal.valueOf(timeout.toMillis(), 3).stripTrailingZeros().toPlainString();
    }

    private static String message(Throwable e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
