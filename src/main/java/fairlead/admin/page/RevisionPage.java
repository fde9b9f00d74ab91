package fairlead.admin.page;

import fairlead.admin.access.Principal;
import fairlead.admin.access.Role;
import fairlead.admin.access.Route;
import fairlead.admin.page.ConfigView.Line;
import fairlead.admin.page.ConfigView.Old;
import fairlead.admin.store.Change;
import fairlead.admin.store.ConfigStore;
import fairlead.admin.store.Diff;
import fairlead.admin.store.Document;
import fairlead.admin.store.Revision;
import fairlead.admin.store.Secrets;
import fairlead.admin.views.StaticTemplates;
import fairlead.admin.views.Templates;
import fairlead.config.ConfigFile;
import fairlead.config.Problem;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A configuration that was in force: what it says, what is different now, and the way back to it. */
final class RevisionPage {
    private static final Templates TEMPLATES = new StaticTemplates();
    private static final String PAGE = "/config/revisions/{number}";

    private final Frames frames;
    private final ConfigStore store;

    RevisionPage(Frames frames, ConfigStore store) {
        this.frames = frames;
        this.store = store;
    }

    List<Route> routes() {
        return List.of(
                Route.get(PAGE, Role.READ, this::show), Route.post(PAGE + "/restore", Role.ADMIN, this::restore));
    }

    private void show(Context ctx) {
        show(ctx, revision(ctx), Optional.empty());
    }

    private void restore(Context ctx) {
        Revision revision = revision(ctx);
        String base = Forms.typed(ctx).one("base");
        Change change = store.restore(
                        Forms.author(ctx), present -> present.etag().equals(base), revision.number())
                .orElseThrow(RevisionPage::gone);
        if (change instanceof Change.Applied) {
            Toast.ok("Revision %d is in force again".formatted(revision.number()))
                    .attach(ctx);
            Forms.goTo(ctx, "/config");
        } else if (change instanceof Change.Invalid invalid) {
            Forms.invalid(ctx);
            String problems = invalid.problems().stream().map(Problem::toString).collect(Collectors.joining("; "));
            show(ctx, revision, Optional.of(new Notice("It cannot be brought back as it is: " + problems, false)));
        } else {
            Forms.refused(ctx);
            show(ctx, revision, Notice.of(change, store));
        }
    }

    private void show(Context ctx, Revision revision, Optional<Notice> notice) {
        String text = store.revisionText(revision.number()).orElseThrow(RevisionPage::gone);
        Document present = store.current();
        Old view = new Old(
                revision,
                shown(ctx, text).lines().toList(),
                store.revisionDiff(revision.number())
                        .filter(diff -> !diff.isEmpty())
                        .map(Diff::sentence)
                        .orElse(revision.what()),
                difference(ctx, present, text),
                present.text().equals(text),
                present.etag(),
                Principal.of(ctx).role().permits(Role.ADMIN),
                notice);
        Frame frame = frames.of(ctx, "Revision " + revision.number(), "config").below("/config", "Configuration");
        Pages.send(ctx, TEMPLATES.pagesRevision(frame, view));
    }

    /** In the usual layout, unless an older Fairlead wrote what this one does not understand. */
    private static List<Line> difference(Context ctx, Document present, String text) {
        return ConfigFile.parse(text) instanceof ConfigFile.Result.Valid valid
                ? Line.of(shown(ctx, present.pretty()), shown(ctx, new Document(text, valid.config()).pretty()))
                : Line.of(shown(ctx, present.text()), shown(ctx, text));
    }

    private static String shown(Context ctx, String text) {
        return Principal.of(ctx).knowsSecrets() ? text : Secrets.hidden(text);
    }

    private Revision revision(Context ctx) {
        String number = ctx.pathParam("number");
        return store.revisions().stream()
                .filter(revision -> String.valueOf(revision.number()).equals(number))
                .findFirst()
                .orElseThrow(RevisionPage::gone);
    }

    private static NotFoundResponse gone() {
        return new NotFoundResponse("there is no such revision, or it is not kept any more");
    }
}
