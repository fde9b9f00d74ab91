package fairlead.admin.page;

import fairlead.admin.access.Principal;
import fairlead.admin.access.Role;
import fairlead.admin.access.Route;
import fairlead.admin.page.ConfigView.Checked;
import fairlead.admin.page.ConfigView.Complaint;
import fairlead.admin.page.ConfigView.Edited;
import fairlead.admin.page.ConfigView.Line;
import fairlead.admin.settings.Typed;
import fairlead.admin.store.Change;
import fairlead.admin.store.ConfigStore;
import fairlead.admin.store.Document;
import fairlead.admin.store.Revision;
import fairlead.admin.store.Secrets;
import fairlead.admin.views.StaticTemplates;
import fairlead.admin.views.Templates;
import fairlead.config.ConfigFile;
import fairlead.config.Problem;
import io.javalin.http.Context;
import io.javalin.http.UploadedFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The whole configuration as text: read, edited, taken out and brought in. A text is checked, compared, and then applied. */
final class ConfigPage {
    private static final Templates TEMPLATES = new StaticTemplates();
    private static final String PAGE = "/config";
    private static final String TEXT = "text";
    private static final String BASE = "base";

    private final Frames frames;
    private final ConfigStore store;

    ConfigPage(Frames frames, ConfigStore store) {
        this.frames = frames;
        this.store = store;
    }

    List<Route> routes() {
        return List.of(
                Route.get(PAGE, Role.READ, this::show),
                Route.get(PAGE + "/export", Role.READ, this::export),
                Route.get(PAGE + "/edit", Role.ADMIN, this::edit),
                Route.post(PAGE + "/check", Role.ADMIN, this::check),
                Route.post(PAGE + "/import", Role.ADMIN, this::bringIn),
                Route.post(PAGE, Role.ADMIN, this::apply),
                Route.post(PAGE + "/reload", Role.ADMIN, this::reload));
    }

    private void show(Context ctx) {
        if (Csv.isAsked(ctx)) {
            csv(ctx, store.revisions());
            return;
        }
        Optional<Notice> notice = store.isChangedByHand()
                ? Optional.of(new Notice(
                        "The config file was changed by hand. What it says does not hold yet, and nothing can be changed "
                                + "here until it is loaded again.",
                        true))
                : Optional.empty();
        show(ctx, notice);
    }

    private void show(Context ctx, Optional<Notice> notice) {
        List<String> lines = text(ctx, store.current()).lines().toList();
        boolean mayChange = Principal.of(ctx).role().permits(Role.ADMIN);
        ConfigView view = new ConfigView(lines, store.revisions(), mayChange, notice);
        Pages.send(ctx, TEMPLATES.pagesConfig(frames.of(ctx, "Configuration", "config"), view));
    }

    private static void csv(Context ctx, List<Revision> history) {
        Csv.send(
                ctx,
                "config-history",
                List.of("revision", "time", "who", "what"),
                history.stream()
                        .map(one -> List.of(
                                Integer.toString(one.number()),
                                Words.iso(one.time()),
                                one.author().toString(),
                                one.what()))
                        .toList());
    }

    private void export(Context ctx) {
        Document present = store.current();
        ctx.contentType("application/json")
                .header("Content-Disposition", "attachment; filename=\"fairlead.json\"")
                .header("ETag", present.etag())
                .result(text(ctx, present));
    }

    private static String text(Context ctx, Document document) {
        return Principal.of(ctx).knowsSecrets() ? document.text() : Secrets.hidden(document.text());
    }

    private void edit(Context ctx) {
        Document present = store.current();
        send(ctx, new Edited(present.text(), present.etag(), Optional.empty(), Optional.empty()));
    }

    private void check(Context ctx) {
        Typed typed = Forms.typed(ctx);
        checked(ctx, text(typed), typed.one(BASE), Optional.empty());
    }

    private void bringIn(Context ctx) {
        UploadedFile file = ctx.uploadedFile("file");
        String base = store.current().etag();
        if (file == null || file.size() == 0) {
            Forms.invalid(ctx);
            show(ctx, Optional.of(new Notice("Choose a file first.", false)));
            return;
        }
        Optional<String> text = read(file);
        if (text.isEmpty()) {
            Forms.invalid(ctx);
            show(
                    ctx,
                    Optional.of(new Notice(
                            "This file is no config: it must be JSON in UTF-8, with %d MiB at the most."
                                    .formatted(ConfigFile.LARGEST >> 20),
                            false)));
            return;
        }
        checked(ctx, text.get(), base, Optional.empty());
    }

    private void apply(Context ctx) {
        Typed typed = Forms.typed(ctx);
        String text = text(typed);
        String base = typed.one(BASE);
        Change change = store.write(Forms.author(ctx), present -> present.etag().equals(base), text);
        switch (change) {
            case Change.Applied applied -> {
                List<String> restart = store.restartRequired(applied.now());
                String later =
                        restart.isEmpty() ? "" : "; %s from the next start on".formatted(String.join(", ", restart));
                Toast.ok("The configuration is applied" + later).attach(ctx);
                Forms.goTo(ctx, PAGE);
            }
            case Change.Invalid unused -> checked(ctx, text, base, Optional.empty());
            case Change.Stale stale -> refused(ctx, text, stale.now().etag(), change);
            case Change.ChangedByHand unused -> refused(ctx, text, base, change);
            case Change.Failed unused -> refused(ctx, text, base, change);
        }
    }

    private void reload(Context ctx) {
        Change change = store.reload(Forms.author(ctx));
        switch (change) {
            case Change.Applied unused -> {
                Toast.ok("The file is loaded, and holds now").attach(ctx);
                Forms.goTo(ctx, PAGE);
            }
            case Change.Invalid invalid -> {
                Forms.refused(ctx);
                String problems =
                        invalid.problems().stream().map(Problem::toString).collect(Collectors.joining("; "));
                show(
                        ctx,
                        Optional.of(new Notice(
                                "The file cannot be loaded, and the former config holds on. " + problems, true)));
            }
            case Change.Stale unused -> refused(ctx, change);
            case Change.ChangedByHand unused -> refused(ctx, change);
            case Change.Failed unused -> refused(ctx, change);
        }
    }

    private void refused(Context ctx, Change change) {
        Forms.refused(ctx);
        show(ctx, Notice.of(change, store));
    }

    private void refused(Context ctx, String text, String base, Change change) {
        Forms.refused(ctx);
        checked(ctx, text, base, Notice.of(change, store));
    }

    private void checked(Context ctx, String text, String base, Optional<Notice> notice) {
        Checked result = switch (store.check(text)) {
            case Change.Invalid invalid -> {
                Forms.invalid(ctx);
                yield new Checked(Complaint.of(text, invalid.problems()), List.of(), "", List.of());
            }
            case Change.Applied applied -> compared(applied);
            case Change.Stale unused -> throw new IllegalStateException("nothing was expected");
            case Change.ChangedByHand unused -> throw new IllegalStateException("nothing was written");
            case Change.Failed unused -> throw new IllegalStateException("nothing was applied");
        };
        send(ctx, new Edited(text, base, Optional.of(result), notice));
    }

    private Checked compared(Change.Applied wanted) {
        return new Checked(
                List.of(),
                Line.of(wanted.before().pretty(), wanted.now().pretty()),
                wanted.diff().isEmpty() ? "" : wanted.diff().sentence(),
                store.restartRequired(wanted.now()));
    }

    private void send(Context ctx, Edited view) {
        Frame frame = frames.of(ctx, "Edit", "config").below(PAGE, "Configuration");
        Pages.send(ctx, TEMPLATES.pagesConfigEdit(frame, view));
    }

    /** Browsers send CR LF at the ends of lines. */
    private static String text(Typed typed) {
        return typed.raw(TEXT).replace("\r\n", "\n");
    }

    /** The text of a file; empty when it is too large or not in UTF-8. */
    private static Optional<String> read(UploadedFile file) {
        try (InputStream in = file.content()) {
            byte[] bytes = in.readNBytes(ConfigFile.LARGEST + 1);
            return bytes.length > ConfigFile.LARGEST
                    ? Optional.empty()
                    : Optional.of(StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
