package fairlead.admin.store;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is written down about a {@link Revision}, beside its text. */
final class RevisionText {
    static final int LARGEST = 64 << 10; // bytes

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private RevisionText() {}

    static String of(Revision revision) {
        return MAPPER.createObjectNode()
                        .put("time", revision.time().toString())
                        .put("author", revision.author().name())
                        .put("address", revision.author().address())
                        .put("what", revision.what())
                        .toPrettyString()
                + "\n";
    }

    /** Empty when the text is damaged. */
    static Optional<Revision> parse(int number, String text) {
        return Document.tree(text).flatMap(json -> parse(number, json));
    }

    private static Optional<Revision> parse(int number, JsonNode json) {
        try {
            Instant time = Instant.parse(json.path("time").asString(""));
            Author author = new Author(
                    json.path("author").asString(Author.UNKNOWN.name()),
                    json.path("address").asString(""));
            return Optional.of(
                    new Revision(number, time, author, json.path("what").asString("")));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
