package fairlead.admin.page;

import fairlead.admin.access.Principal;
import fairlead.admin.access.Role;
import fairlead.admin.access.Route;
import fairlead.admin.page.SettingsView.Danger;
import fairlead.admin.settings.Complaints;
import fairlead.admin.settings.Entry;
import fairlead.admin.settings.Section;
import fairlead.admin.settings.SectionForm;
import fairlead.admin.settings.SectionView;
import fairlead.admin.settings.Sections;
import fairlead.admin.settings.Typed;
import fairlead.admin.store.Change;
import fairlead.admin.store.ConfigStore;
import fairlead.admin.store.UnusedListeners;
import fairlead.admin.views.StaticTemplates;
import fairlead.admin.views.Templates;
import fairlead.config.Problem;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The tab Settings of a load balancer: each section is read, edited and saved by itself. */
final class SettingsPage {
    private static final Templates TEMPLATES = new StaticTemplates();
    private static final String LOAD_BALANCER = "/load_balancers/{name}";
    private static final String VERSION = "_version";

    private final Frames frames;
    private final ConfigStore store;

    SettingsPage(Frames frames, ConfigStore store) {
        this.frames = frames;
        this.store = store;
    }

    List<Route> routes() {
        return List.of(
                Route.get(LOAD_BALANCER + "/settings", Role.READ, this::show),
                Route.post(LOAD_BALANCER + "/settings/{section}", Role.ADMIN, this::save),
                Route.post(LOAD_BALANCER + "/rename", Role.ADMIN, this::rename),
                Route.post(LOAD_BALANCER + "/delete", Role.ADMIN, this::delete));
    }

    static String address(String loadBalancer) {
        return "/load_balancers/" + loadBalancer + "/settings";
    }

    private void show(Context ctx) {
        Entry entry = entry(ctx);
        Optional<Section> edited = Optional.ofNullable(ctx.queryParam("edit"))
                .filter(unused -> mayChange(ctx))
                .flatMap(Sections::of);
        List<SectionView> sections =
                edited.map(section -> with(entry, section, SectionForm::form)).orElseGet(() -> shown(entry));
        send(ctx, entry, sections, Optional.empty(), Danger.of(entry.config().name()));
    }

    private void save(Context ctx) {
        Entry entry = entry(ctx);
        Section section = Sections.of(ctx.pathParam("section"))
                .orElseThrow(() -> new NotFoundResponse("there is no such section of settings"));
        Typed typed = Forms.typed(ctx);
        if (typed.has("_add") || typed.has("_remove")) {
            Typed left = section.withoutRow(typed, typed.one("_remove"));
            again(
                    ctx,
                    entry,
                    section,
                    Optional.empty(),
                    form -> form.form(left, Complaints.NONE, Optional.of(typed.one("_add"))));
            return;
        }
        Change change = write(ctx, entry, section, typed);
        switch (change) {
            case Change.Applied unused -> {
                String name = entry.config().name();
                Toast.ok("%s of %s saved".formatted(section.title(), name)).attach(ctx);
                Forms.goTo(ctx, address(name) + "#" + section.id());
            }
            case Change.Invalid invalid -> {
                Forms.invalid(ctx);
                Complaints complaints =
                        Complaints.of(invalid.problems(), entry.path(), section.fields(), section.rows());
                again(ctx, entry, section, Optional.empty(), form -> form.form(typed, complaints, Optional.empty()));
            }
            case Change.Stale unused -> refused(ctx, section, section.withoutOrigins(typed), change);
            case Change.ChangedByHand unused -> refused(ctx, section, typed, change);
            case Change.Failed unused -> refused(ctx, section, typed, change);
        }
    }

    private Change write(Context ctx, Entry entry, Section section, Typed typed) {
        if (!entry.version().equals(typed.one(VERSION))) {
            return new Change.Stale(store.current());
        }
        return store.change(Forms.author(ctx), entry::isIn, tree -> {
            section.write(entry.in(tree), entry.config(), typed);
            UnusedListeners.removeFrom(tree);
            return tree;
        });
    }

    private void refused(Context ctx, Section section, Typed typed, Change change) {
        Forms.refused(ctx);
        again(
                ctx,
                entry(ctx),
                section,
                Notice.of(change, store),
                form -> form.form(typed, Complaints.NONE, Optional.empty()));
    }

    private void rename(Context ctx) {
        Entry entry = entry(ctx);
        String name = entry.config().name();
        String wanted = Forms.typed(ctx).one("name");
        Change change = store.change(Forms.author(ctx), entry::isIn, tree -> {
            entry.in(tree).put("name", wanted);
            return tree;
        });
        if (change instanceof Change.Applied) {
            Toast.ok("%s is called %s now".formatted(name, wanted)).attach(ctx);
            Forms.goTo(ctx, address(wanted));
            return;
        }
        endangered(ctx, entry, change, why -> new Danger(wanted, why, Optional.empty()));
    }

    private void delete(Context ctx) {
        Entry entry = entry(ctx);
        String name = entry.config().name();
        if (!Forms.typed(ctx).one("confirm").equals(name)) {
            Forms.invalid(ctx);
            Danger danger = new Danger(
                    name, Optional.empty(), Optional.of("type \"%s\", the name of the load balancer".formatted(name)));
            send(ctx, entry, shown(entry), Optional.empty(), danger);
            return;
        }
        Change change = store.change(Forms.author(ctx), entry::isIn, tree -> {
            entry.removeFrom(tree);
            return tree;
        });
        if (change instanceof Change.Applied) {
            Toast.ok(name + " is deleted; its open connections go on until they end")
                    .attach(ctx);
            Forms.goTo(ctx, "/");
            return;
        }
        endangered(ctx, entry, change, why -> new Danger(name, Optional.empty(), why));
    }

    private void endangered(Context ctx, Entry entry, Change change, Function<Optional<String>, Danger> danger) {
        Optional<String> why = change instanceof Change.Invalid invalid
                ? Optional.of(invalid.problems().stream().map(Problem::message).collect(Collectors.joining("; ")))
                : Optional.empty();
        if (why.isPresent()) {
            Forms.invalid(ctx);
        } else {
            Forms.refused(ctx);
        }
        send(ctx, entry, shown(entry), Notice.of(change, store), danger.apply(why));
    }

    private void again(
            Context ctx,
            Entry entry,
            Section section,
            Optional<Notice> notice,
            Function<SectionForm, SectionView> view) {
        send(
                ctx,
                entry,
                with(entry, section, view),
                notice,
                Danger.of(entry.config().name()));
    }

    private static List<SectionView> shown(Entry entry) {
        return Sections.all().stream().map(each -> form(each, entry).shown()).toList();
    }

    /** All sections, one of them in another way. */
    private static List<SectionView> with(Entry entry, Section section, Function<SectionForm, SectionView> view) {
        return Sections.all().stream()
                .map(each -> form(each, entry))
                .map(form -> form.section().equals(section) ? view.apply(form) : form.shown())
                .toList();
    }

    private static SectionForm form(Section section, Entry entry) {
        return new SectionForm(section, entry.tree(), entry.config());
    }

    private void send(Context ctx, Entry entry, List<SectionView> sections, Optional<Notice> notice, Danger danger) {
        String name = entry.config().name();
        Frame frame = frames.of(ctx, "Settings", "load_balancer/" + name)
                .below("/", "Overview")
                .below("/load_balancers/" + name, name);
        String host = entry.config().hosts().stream()
                .filter(each -> !each.startsWith("*"))
                .findFirst()
                .orElse("www.example.com");
        SettingsView view = new SettingsView(
                LoadBalancerHead.of(entry.config(), frames.state(name)),
                sections,
                entry.version(),
                notice,
                mayChange(ctx),
                host,
                danger);
        Pages.send(ctx, TEMPLATES.pagesSettings(frame, view));
    }

    private static boolean mayChange(Context ctx) {
        return Principal.of(ctx).role().permits(Role.ADMIN);
    }

    private Entry entry(Context ctx) {
        String name = ctx.pathParam("name");
        return Entry.of(store.current(), name)
                .orElseThrow(() -> new NotFoundResponse("there is no load balancer \"%s\"".formatted(name)));
    }
}
