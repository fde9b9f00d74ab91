package fairlead.admin.api;

import fairlead.admin.access.Principal;
import fairlead.admin.access.Role;
import fairlead.admin.access.Route;
import fairlead.admin.store.Change;
import fairlead.admin.store.ConfigStore;
import fairlead.admin.store.Diff;
import fairlead.admin.store.Document;
import fairlead.admin.store.Revision;
import fairlead.admin.store.Secrets;
import fairlead.config.Quote;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The config as a whole: see, change, check, and go back to an older one. */
final class ConfigApi {
    private static final String CONFIG = Api.ROOT + "/config";
    private static final String REVISIONS = CONFIG + "/revisions";

    private final ConfigStore store;
    private final Changes changes;

    ConfigApi(ConfigStore store, Changes changes) {
        this.store = store;
        this.changes = changes;
    }

    List<Route> routes() {
        return List.of(
                Route.get(CONFIG, Role.READ, this::get),
                Route.put(CONFIG, Role.ADMIN, this::put),
                Route.post(CONFIG + "/validate", Role.ADMIN, this::validate),
                Route.post(CONFIG + "/reload", Role.ADMIN, this::reload),
                Route.get(REVISIONS, Role.READ, this::revisions),
                Route.get(REVISIONS + "/{number}", Role.READ, this::revision),
                Route.post(REVISIONS + "/{number}/restore", Role.ADMIN, this::restore));
    }

    /**
     * What a change came to.
     *
     * @param restartRequired settings that differ from those of the start, and count only from the next one on
     */
    private record Applied(List<ChangeView> changes, List<String> restartRequired) {}

    private record Who(String name, Optional<String> address) {}

    private record RevisionRow(int number, Instant time, Who author, String what) {
        static RevisionRow of(Revision revision) {
            String address = revision.author().address();
            Who author = new Who(revision.author().name(), Optional.of(address).filter(text -> !text.isEmpty()));
            return new RevisionRow(revision.number(), revision.time(), author, revision.what());
        }
    }

    /**
     * A revision and all about it.
     *
     * @param changes absent when the one before it is not kept any more
     * @param text of the file, to the byte
     */
    private record RevisionView(
            int number, Instant time, Who author, String what, Optional<List<ChangeView>> changes, String text) {
        static RevisionView of(RevisionRow row, Optional<Diff> diff, String text) {
            return new RevisionView(row.number, row.time, row.author, row.what, diff.map(ChangeView::of), text);
        }
    }

    private record RevisionAnswer(RevisionView revision) {}

    private void get(Context ctx) {
        Document now = store.current();
        ctx.header("ETag", now.etag());
        if (Conditions.isKnown(ctx, now.etag().replace("\"", ""))) {
            ctx.status(304);
        } else {
            ctx.contentType("application/json").result(text(ctx, now.text()));
        }
    }

    private void put(Context ctx) {
        String text = Body.text(ctx);
        send(ctx, store.write(Changes.author(ctx), expected(ctx), text));
    }

    private void validate(Context ctx) {
        send(ctx, store.check(Body.text(ctx)));
    }

    private void reload(Context ctx) {
        send(ctx, store.reload(Changes.author(ctx)));
    }

    private void revisions(Context ctx) {
        Paging paging = Paging.of(ctx, Query.of(ctx, Paging.PAGE, Paging.PER_PAGE));
        List<RevisionRow> rows = store.revisions().stream().map(RevisionRow::of).toList();
        Json.send(ctx, paging.of("revisions", rows));
    }

    private void revision(Context ctx) {
        Revision revision = find(ctx);
        String text = store.revisionText(revision.number()).orElseThrow(() -> gone(revision));
        Json.send(
                ctx,
                new RevisionAnswer(RevisionView.of(
                        RevisionRow.of(revision),
                        store.revisionDiff(revision.number())
                                .map(diff -> Principal.of(ctx).knowsSecrets() ? diff : Secrets.hidden(diff)),
                        text(ctx, text))));
    }

    private static String text(Context ctx, String text) {
        return Principal.of(ctx).knowsSecrets() ? text : Secrets.hidden(text);
    }

    private void restore(Context ctx) {
        Revision revision = find(ctx);
        send(
                ctx,
                store.restore(Changes.author(ctx), expected(ctx), revision.number())
                        .orElseThrow(() -> gone(revision)));
    }

    private Revision find(Context ctx) {
        String wanted = ctx.pathParam("number");
        List<Revision> all = store.revisions();
        return all.stream()
                .filter(revision -> Integer.toString(revision.number()).equals(wanted))
                .findFirst()
                .orElseThrow(() -> ApiError.notFound("there is no revision %s%s"
                        .formatted(
                                Quote.text(wanted),
                                all.isEmpty()
                                        ? ""
                                        : ": those kept are %d to %d"
                                                .formatted(
                                                        all.getLast().number(),
                                                        all.getFirst().number()))));
    }

    private static ApiError gone(Revision revision) {
        return ApiError.notFound("the text of revision %d cannot be read any more".formatted(revision.number()));
    }

    private void send(Context ctx, Change change) {
        Change.Applied applied = changes.applied(change, new Sent());
        ctx.header("ETag", applied.now().etag());
        Json.send(ctx, new Applied(ChangeView.of(applied.diff()), store.restartRequired(applied.now())));
    }

    private static Predicate<Document> expected(Context ctx) {
        return present -> Conditions.allow(ctx, tag -> present.etag().equals('"' + tag + '"'));
    }
}
