package fairlead.stats;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** How the access log writes a line. What came from the wire is escaped: a line is one line of printable ASCII. */
public enum AccessLogFormat {
    /** For people: fields by position, then {@code key=value}; {@code -} where there is nothing to say. */
    TEXT {
        @Override
        public String line(ConnectionRecord c) {
            String to = c.loadBalancer().orElse("-")
                    + c.backend().map(name -> "/" + name).orElse("");
            return String.join(
                            " ",
                            time(c),
                            address(c),
                            c.listener(),
                            orDash(c.sni()),
                            to,
                            c.outcome().word(),
                            "in=" + c.bytesIn(),
                            "out=" + c.bytesOut(),
                            "upstream=" + c.upstream().orElse("-"),
                            "connect="
                                    + c.connect()
                                            .map(time -> millis(time) + "ms")
                                            .orElse("-"),
                            "duration=" + millis(c.duration()) + "ms",
                            c.request().map(AccessLogFormat::asked).orElseGet(() -> offered(c)),
                            "id=" + c.id())
                    + c.detail()
                            .map(detail -> " detail=\"" + Printable.inQuotes(detail) + '"')
                            .orElse("");
        }

        @Override
        String dropped(long lines) {
            return "# " + lines + " lines dropped: the log could not be written fast enough";
        }
    },

    /** For programs: one JSON object a line; keys without a value are left out. */
    JSON {
        @Override
        public String line(ConnectionRecord c) {
            StringBuilder json = new StringBuilder(384);
            json.append("{\"time\":").append(Printable.quoted(time(c)));
            json.append(",\"id\":").append(Printable.quoted(c.id()));
            json.append(",\"client\":").append(Printable.quoted(address(c)));
            json.append(",\"listener\":").append(Printable.quoted(c.listener()));
            c.sni().ifPresent(sni -> json.append(",\"sni\":").append(Printable.quoted(sni)));
            c.request().ifPresentOrElse(request -> append(json, request), () -> {
                json.append(",\"alpn\":").append(array(c.alpn()));
                json.append(",\"tls_versions\":").append(array(c.tlsVersions()));
            });
            c.loadBalancer()
                    .ifPresent(name -> json.append(",\"load_balancer\":").append(Printable.quoted(name)));
            c.backend().ifPresent(name -> json.append(",\"backend\":").append(Printable.quoted(name)));
            c.upstream().ifPresent(at -> json.append(",\"upstream\":").append(Printable.quoted(at)));
            json.append(",\"outcome\":").append(Printable.quoted(c.outcome().word()));
            json.append(",\"bytes_in\":").append(c.bytesIn());
            json.append(",\"bytes_out\":").append(c.bytesOut());
            c.connect().ifPresent(time -> json.append(",\"connect_ms\":").append(millis(time)));
            json.append(",\"duration_ms\":").append(millis(c.duration()));
            c.detail().ifPresent(detail -> json.append(",\"detail\":").append(Printable.quoted(detail)));
            return json.append('}').toString();
        }

        @Override
        String dropped(long lines) {
            return "{\"dropped_lines\":" + lines + '}';
        }
    };

    /** One line, without its end. */
    public abstract String line(ConnectionRecord connection);

    /** The line that stands where others are missing. */
    abstract String dropped(long lines);

    private static String offered(ConnectionRecord c) {
        return "alpn=" + orDash(c.alpn()) + " tls=" + orDash(c.tlsVersions());
    }

    private static String asked(HttpRequest request) {
        return "method=%s host=%s path=%s status=%s"
                .formatted(
                        orDash(request.method()),
                        orDash(request.host()),
                        orDash(request.path()),
                        orDash(request.status().map(String::valueOf)));
    }

    private static void append(StringBuilder json, HttpRequest request) {
        request.method().ifPresent(method -> json.append(",\"method\":").append(Printable.quoted(method)));
        request.host().ifPresent(host -> json.append(",\"host\":").append(Printable.quoted(host)));
        request.path().ifPresent(path -> json.append(",\"path\":").append(Printable.quoted(path)));
        request.status().ifPresent(status -> json.append(",\"status\":").append(status));
    }

    private static String time(ConnectionRecord c) {
        return Printable.time(c.time());
    }

    private static String address(ConnectionRecord c) {
        return AddressText.of(c.client().getAddress(), c.client().getPort());
    }

    private static String millis(Duration duration) {
        return BigDecimal.valueOf((duration.toNanos() + 500) / 1000, 3).toPlainString();
    }

    private static String orDash(List<String> words) {
        return words.isEmpty()
                ? "-"
                : words.stream()
                        .map(word -> field(word).replace(",", "\\u002c"))
                        .collect(Collectors.joining(","));
    }

    private static String orDash(Optional<String> text) {
        return text.map(AccessLogFormat::field).orElse("-");
    }

    /** Without what ends a field. */
    private static String field(String text) {
        return Printable.inQuotes(text).replace(" ", "\\u0020");
    }

    private static String array(List<String> values) {
        return values.stream().map(Printable::quoted).collect(Collectors.joining(",", "[", "]"));
    }
}
