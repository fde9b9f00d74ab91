package fairlead.admin.api;

import fairlead.admin.access.Client;
import fairlead.admin.access.Principal;
import fairlead.admin.store.Author;
import fairlead.admin.store.Change;
import fairlead.admin.store.ConfigStore;
import fairlead.admin.store.Document;
import io.javalin.http.Context;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** Changes of the config that a request asks for: they are done, or the request ends with an error that says why not. */
final class Changes {
    private final ConfigStore store;

    Changes(ConfigStore store) {
        this.store = store;
    }

    /**
     * Changes the config, and gives what came of it: not what others made of it since.
     *
     * @param sent to be filled by the edit
     */
    Document edit(Context ctx, Predicate<Document> expected, Sent sent, UnaryOperator<ObjectNode> edit) {
        return applied(store.change(author(ctx), expected, edit), sent).now();
    }

    /** The change as it was applied; an error for any other. */
    Change.Applied applied(Change change, Sent sent) {
        return switch (change) {
            case Change.Applied applied -> applied;
            case Change.Invalid invalid -> throw ApiError.unprocessable(sent.relative(invalid.problems()));
            case Change.Stale stale ->
                throw ApiError.stale("it was changed meanwhile%s: get it anew, and decide then".formatted(byWhom()));
            case Change.ChangedByHand changed -> throw ApiError.conflict(changed.message());
            case Change.Failed failed -> throw error(failed);
        };
    }

    static Author author(Context ctx) {
        return Author.of(Principal.of(ctx), Client.of(ctx));
    }

    private static ApiError error(Change.Failed failed) {
        return switch (failed.obstacle()) {
            case RESOURCE -> ApiError.conflict(failed.message() + "; nothing has changed");
            case CONFIG_FILE -> ApiError.failed(failed.message() + "; nothing has changed");
        };
    }

    private String byWhom() {
        return store.revisions().stream()
                .findFirst()
                .map(latest -> " (last by %s: %s)".formatted(latest.author(), latest.what()))
                .orElse("");
    }
}
