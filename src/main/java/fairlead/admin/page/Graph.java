package fairlead.admin.page;

import fairlead.admin.history.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A graph over time, as the numbers and paths of an SVG drawing {@value #WIDTH} wide and {@value #HEIGHT} high. Its right
 * edge is now; where nothing was measured there is a gap.
 *
 * @param title what it shows
 * @param description the same for who cannot see it, with the latest values
 */
public record Graph(String title, String description, List<Tick> down, List<Tick> across, List<Line> lines) {
    public static final int WIDTH = 400;
    public static final int HEIGHT = 150;
    public static final int LEFT = 50;
    public static final int BOTTOM = 130;
    static final int TOP = 8;
    private static final int RIGHT = 396;
    private static final int STEPS = 4;

    /** One quantity, the oldest point first. */
    public record Series(String name, List<Point> points) {
        public Series {
            points = List.copyOf(points);
        }
    }

    /** How values are written. */
    public enum Unit {
        COUNT,
        PER_SECOND,
        BYTES_PER_SECOND,
        SECONDS;

        String text(double value) {
            return switch (this) {
                case COUNT -> Words.number(value);
                case PER_SECOND -> Words.number(value) + "/s";
                case BYTES_PER_SECOND -> Words.bytes(value) + "/s";
                case SECONDS -> Words.seconds(value);
            };
        }
    }

    /** A place on an axis. */
    public record Tick(double at, String text) {}

    /**
     * One quantity.
     *
     * @param path of the line, as SVG has it
     * @param area below it
     * @param last the latest value in words
     */
    public record Line(String name, String path, String area, String last) {}

    public Graph {
        down = List.copyOf(down);
        across = List.copyOf(across);
        lines = List.copyOf(lines);
    }

    /** Whether anything was measured at all. */
    public boolean isEmpty() {
        return lines.stream().allMatch(line -> line.path().isEmpty());
    }

    /** Draws what was measured until now, as far back as this. */
    public static Graph of(String title, Unit unit, Instant now, Duration span, List<Series> series) {
        double highest = series.stream()
                .flatMap(one -> one.points().stream())
                .flatMapToDouble(point -> point.value().stream())
                .max()
                .orElse(0);
        double step = step(highest, unit);
        double top = Math.max(1, Math.ceil(highest / step)) * step;
        List<Tick> down = IntStream.rangeClosed(0, (int) Math.round(top / step))
                .mapToObj(i -> new Tick(y(i * step, top), unit.text(i * step)))
                .toList();
        List<Line> lines =
                series.stream().map(one -> line(one, unit, now, span, top)).toList();
        String latest =
                lines.stream().map(line -> line.name() + " " + line.last()).collect(Collectors.joining(", "));
        return new Graph(title, title + " over " + ago(span) + "; now: " + latest, down, across(span), lines);
    }

    private static Line line(Series series, Unit unit, Instant now, Duration span, double top) {
        StringBuilder path = new StringBuilder();
        StringBuilder area = new StringBuilder();
        List<double[]> stretch = new ArrayList<>();
        for (Point point : series.points()) {
            double x = RIGHT - (RIGHT - LEFT) * seconds(Duration.between(point.at(), now)) / seconds(span);
            if (point.value().isPresent() && x >= LEFT && x <= RIGHT) {
                stretch.add(new double[] {x, y(point.value().getAsDouble(), top)});
            } else {
                draw(stretch, path, area);
            }
        }
        draw(stretch, path, area);
        String last = latest(series).stream().mapToObj(unit::text).findFirst().orElse("not measured");
        return new Line(series.name(), path.toString(), area.toString(), last);
    }

    /** Ends a stretch without gaps; a single point becomes a dot. */
    private static void draw(List<double[]> stretch, StringBuilder path, StringBuilder area) {
        if (stretch.isEmpty()) {
            return;
        }
        String points = stretch.stream()
                .map(point -> number(point[0]) + " " + number(point[1]))
                .collect(Collectors.joining("L"));
        path.append('M').append(points).append(stretch.size() == 1 ? "h0" : "");
        area.append('M')
                .append(number(stretch.getFirst()[0]))
                .append(' ')
                .append(BOTTOM)
                .append('L')
                .append(points)
                .append('V')
                .append(BOTTOM)
                .append('Z');
        stretch.clear();
    }

    /** The step that is under way may not have been measured yet; then it is the one before. */
    private static OptionalDouble latest(Series series) {
        return series.points().reversed().stream()
                .limit(2)
                .map(Point::value)
                .filter(OptionalDouble::isPresent)
                .findFirst()
                .orElse(OptionalDouble.empty());
    }

    private static List<Tick> across(Duration span) {
        return IntStream.rangeClosed(0, 3)
                .mapToObj(i -> new Tick(
                        LEFT + (RIGHT - LEFT) * i / 3.0,
                        i == 3 ? "now" : "-" + ago(span.multipliedBy(3 - i).dividedBy(3))))
                .toList();
    }

    private static String ago(Duration span) {
        return span.toHours() > 0 ? span.toHours() + " h" : span.toMinutes() + " min";
    }

    /** The least of 1, 2, 5, 10, 20, 50... that needs no more than {@value #STEPS} steps to the highest value. */
    private static double step(double highest, Unit unit) {
        double least = unit == Unit.COUNT ? 1 : unit == Unit.BYTES_PER_SECOND ? 10 : unit == Unit.SECONDS ? 0.001 : 0.1;
        double wanted = Math.max(highest / STEPS, least);
        double power = Math.pow(10, Math.floor(Math.log10(wanted)));
        return DoubleStream.of(1, 2, 5, 10)
                .map(factor -> factor * power)
                .filter(step -> step >= wanted * 0.999999)
                .findFirst()
                .orElse(10 * power);
    }

    private static double y(double value, double top) {
        return BOTTOM - (BOTTOM - TOP) * Math.clamp(value / top, 0, 1);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    /** To a tenth, which is less than can be seen. */
    static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value).replaceFirst("\\.0$", "");
    }
}
