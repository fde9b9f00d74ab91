package fairlead.config;

import java.math.BigDecimal;
import tools.jackson.databind.JsonNode;

/** How a message names a JSON value that is not what it should be. */
final class Found {

    private static final int LONGEST_PLAIN = 20; // characters, before 1.0E300 reads better
    private static final int LONGEST_WHOLE = 40; // digits

    private Found() {}

    static String describe(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "the string " + Quote.text(value.stringValue());
            case NUMBER -> number(value);
            case BOOLEAN -> value.booleanValue() ? "true" : "false";
            case NULL -> "null";
            case ARRAY -> value.isEmpty() ? "an empty array" : "an array";
            case OBJECT -> "an object";
            case BINARY, MISSING, POJO -> throw new AssertionError("no JSON text holds " + value.getNodeType());
        };
    }

    private static String number(JsonNode value) {
        if (value.isIntegralNumber()) {
            String digits = value.bigIntegerValue().toString();
            return digits.length() <= LONGEST_WHOLE
                    ? "the number " + digits
                    : "a number of %d digits".formatted(digits.length());
        }
        double number = value.doubleValue();
        if (Double.isInfinite(number)) {
            return "a number too large to hold";
        }
        String plain = BigDecimal.valueOf(number).toPlainString();
        return "the number " + (plain.length() <= LONGEST_PLAIN ? plain : Double.toString(number));
    }
}
