package fairlead.config;

import fairlead.config.HealthCheckConfig.StatusRange;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A kind of single JSON value: how it is read, and what to write when it is not one. */
interface Scalar<T> {

    /** The value; empty when the node is none of this kind. */
    Optional<T> read(JsonNode node);

    /** What is wrong with a node that is none of this kind. */
    String mismatch(JsonNode node);

    private static String must(String expected, JsonNode node) {
        return "must be %s; found %s".formatted(expected, Found.describe(node));
    }

    /** True or false. */
    record Bool() implements Scalar<Boolean> {

        @Override
        public Optional<Boolean> read(JsonNode node) {
            return node.isBoolean() ? Optional.of(node.booleanValue()) : Optional.empty();
        }

        @Override
        public String mismatch(JsonNode node) {
            return must("true or false, without quotes", node);
        }
    }

    /** A whole number in a range. */
    record Whole(long min, long max) implements Scalar<Long> {

        @Override
        public Optional<Long> read(JsonNode node) {
            boolean fits = node.isIntegralNumber() && node.canConvertToLong();
            return fits && node.longValue() >= min && node.longValue() <= max
                    ? Optional.of(node.longValue())
                    : Optional.empty();
        }

        @Override
        public String mismatch(JsonNode node) {
            String quotes = node.isString() ? ", without quotes" : "";
            return must("a whole number from %d to %d%s".formatted(min, max, quotes), node);
        }
    }

    /** One of a few whole numbers. */
    record Choice(List<Long> numbers) implements Scalar<Long> {

        @Override
        public Optional<Long> read(JsonNode node) {
            boolean fits = node.isIntegralNumber() && node.canConvertToLong();
            return fits && numbers.contains(node.longValue()) ? Optional.of(node.longValue()) : Optional.empty();
        }

        @Override
        public String mismatch(JsonNode node) {
            return must("one of " + numbers.stream().map(String::valueOf).collect(Collectors.joining(", ")), node);
        }
    }

    /** A number of seconds, kept to the millisecond: a shorter time would become 0, which sockets take for no limit. */
    record Seconds(double shortest, long longest, String alsoCalled) implements Scalar<Duration> {

        /** Up to a week. */
        Seconds() {
            this(0.001, Duration.ofDays(7).toSeconds(), " (7 days)");
        }

        @Override
        public Optional<Duration> read(JsonNode node) {
            double seconds = node.isNumber() ? node.doubleValue() : -1;
            return seconds >= shortest && seconds <= longest
                    ? Optional.of(Duration.ofMillis(Math.round(seconds * 1000)))
                    : Optional.empty();
        }

        @Override
        public String mismatch(JsonNode node) {
            return must(
                    node.isNumber()
                            ? "a number of seconds from %s to %d%s".formatted(number(shortest), longest, alsoCalled)
                            : "a number of seconds, such as 5 or 0.5",
                    node);
        }

        private static String number(double seconds) {
            return BigDecimal.valueOf(seconds).stripTrailingZeros().toPlainString();
        }
    }

    /**
     * One of the constants of an enum, in lower case.
     *
     * @param offered the constants that a message names; the others are read too, to be refused with their reason
     */
    record Word<E extends Enum<E>>(Class<E> type, List<E> offered) implements Scalar<E> {

        Word(Class<E> type) {
            this(type, List.of(type.getEnumConstants()));
        }

        @Override
        public Optional<E> read(JsonNode node) {
            return Arrays.stream(type.getEnumConstants())
                    .filter(constant -> node.isString() && node.stringValue().equals(word(constant)))
                    .findFirst();
        }

        @Override
        public String mismatch(JsonNode node) {
            List<String> words = offered.stream().map(Word::word).toList();
            Optional<String> near = node.isString() ? Nearest.to(node.stringValue(), words) : Optional.empty();
            return must("one of " + words.stream().map(Quote::text).collect(Collectors.joining(", ")), node)
                    + near.map(word -> ": did you mean %s?".formatted(Quote.text(word)))
                            .orElse("");
        }

        static String word(Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT);
        }
    }

    /** An HTTP status code, or a string with the first and the last of several. */
    record Status() implements Scalar<StatusRange> {

        private static final Whole CODE = new Whole(100, 599);
        private static final Pattern RANGE = Pattern.compile("([1-5][0-9]{2}) ?- ?([1-5][0-9]{2})");
        private static final Pattern CLASS = Pattern.compile("([1-5])[xX]{2}");

        @Override
        public Optional<StatusRange> read(JsonNode node) {
            Matcher range = RANGE.matcher(node.isString() ? node.stringValue() : "");
            if (!range.matches()) {
                return CODE.read(node).map(Math::toIntExact).map(code -> new StatusRange(code, code));
            }
            int first = Integer.parseInt(range.group(1));
            int last = Integer.parseInt(range.group(2));
            return first <= last ? Optional.of(new StatusRange(first, last)) : Optional.empty();
        }

        @Override
        public String mismatch(JsonNode node) {
            return must("a status code from 100 to 599, or several such as \"200-399\"", node)
                    + (node.isString() ? remedy(node.stringValue()) : "");
        }

        private static String remedy(String text) {
            Matcher range = RANGE.matcher(text);
            if (range.matches()) {
                return ": write \"%s-%s\"".formatted(range.group(2), range.group(1));
            }
            Matcher several = CLASS.matcher(text);
            if (several.matches()) {
                return ": write \"%1$s00-%1$s99\"".formatted(several.group(1));
            }
            return text.matches("[1-5][0-9]{2}") ? ": write %s without quotes".formatted(text) : "";
        }
    }

    /** A whole number from 1 to 65535. */
    static Scalar<Long> port() {
        return new Whole(1, 65_535);
    }
}
