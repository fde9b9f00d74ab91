package fairlead.admin.page;

import java.util.List;

/** The description of the API, as its page shows it. */
public record ApiView(Prose about, String base, List<Group> groups, List<Schema> schemas) {

    /** Operations that belong together. */
    public record Group(String name, String id, Prose about, List<Operation> operations) {}

    /**
     * Something that can be asked.
     *
     * @param curl a command that asks it
     */
    public record Operation(
            String id,
            String method,
            String path,
            String summary,
            Prose about,
            String role,
            List<Parameter> parameters,
            List<SchemaLink> bodies,
            List<Answer> answers,
            String curl) {}

    /** What goes into the path, the query or a header field. */
    public record Parameter(String name, String in, boolean required, Prose about) {}

    /** Where a body is described. */
    public record SchemaLink(String name) {}

    /** What may come back. */
    public record Answer(String status, Prose about, List<SchemaLink> schemas) {}

    /** A kind of object. */
    public record Schema(String name, Prose about, List<Property> properties) {}

    /**
     * One key of it.
     *
     * @param type in words: {@code array of ForwardingRule}
     * @param limits what it may be, and its default
     */
    public record Property(String name, String type, boolean required, String limits, Prose about) {}
}
