package fairlead.admin.api;

import io.javalin.http.Context;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes and reads the JSON of the API: keys in snake_case, times in ISO 8601, what is absent left out. */
public final class Json {
    public static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .changeDefaultPropertyInclusion(unused -> com.fasterxml.jackson.annotation.JsonInclude.Value.construct(
                    com.fasterxml.jackson.annotation.JsonInclude.Include.NON_ABSENT,
                    com.fasterxml.jackson.annotation.JsonInclude.Include.NON_ABSENT))
            .build();

    private Json() {}

    public static void send(Context ctx, Object value) {
        ctx.contentType("application/json").result(MAPPER.writeValueAsString(value) + "\n");
    }

    /** The same on one line. */
    public static String line(Object value) {
        return MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value);
    }
}
