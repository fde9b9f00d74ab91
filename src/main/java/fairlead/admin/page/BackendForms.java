package fairlead.admin.page;

import fairlead.admin.access.Principal;
import fairlead.admin.access.Role;
import fairlead.admin.access.Route;
import fairlead.admin.store.Change;
import fairlead.admin.store.ConfigStore;
import fairlead.admin.store.Document;
import fairlead.admin.views.StaticTemplates;
import fairlead.admin.views.Templates;
import fairlead.config.BackendConfig.Mode;
import fairlead.config.LoadBalancerConfig;
import fairlead.proxy.Engine;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What can be done with backends: add, edit, remove, and enable, drain or disable. Each is a form of its own. */
final class BackendForms {
    private static final Templates TEMPLATES = new StaticTemplates();
    private static final String BACKENDS = "/load_balancers/{name}/backends";
    private static final String BACKEND = BACKENDS + "/{backend}";

    private final Engine engine;
    private final ConfigStore store;
    private final Frames frames;

    BackendForms(Engine engine, ConfigStore store, Frames frames) {
        this.engine = engine;
        this.store = store;
        this.frames = frames;
    }

    List<Route> routes() {
        return List.of(
                Route.get(BACKENDS + "/new", Role.ADMIN, this::addForm),
                Route.post(BACKENDS, Role.ADMIN, this::add),
                Route.get(BACKEND + "/edit", Role.ADMIN, this::editForm),
                Route.post(BACKEND, Role.ADMIN, this::edit),
                Route.post(BACKEND + "/mode", Role.OPERATE, this::mode),
                Route.post(BACKEND + "/remove", Role.ADMIN, this::remove));
    }

    private void addForm(Context ctx) {
        show(ctx, Optional.empty(), "", BackendForm.of(Map.of("mode", "enabled")), 200);
    }

    private void editForm(Context ctx) {
        LoadBalancerConfig config = Found.loadBalancer(engine.config(), ctx);
        String backend = Found.backend(config, ctx).name();
        ConfigTree tree = ConfigTree.of(store.current().tree());
        ObjectNode node = tree.backend(config.name(), backend);
        show(ctx, Optional.of(backend), version(node), BackendForm.of(values(node)), 200);
    }

    private void add(Context ctx) {
        String loadBalancer = Found.loadBalancer(engine.config(), ctx).name();
        BackendForm form = BackendForm.of(typed(ctx));
        Change change = change(ctx, root -> {
            fill(ConfigTree.of(root).backends(loadBalancer).addObject(), form);
            return root;
        });
        int index = ConfigTree.of(store.current().tree()).backends(loadBalancer).size();
        answer(ctx, change, Optional.empty(), "", form, index, "Backend " + form.value("name") + " added");
    }

    private void edit(Context ctx) {
        LoadBalancerConfig config = Found.loadBalancer(engine.config(), ctx);
        String backend = Found.backend(config, ctx).name();
        BackendForm form = BackendForm.of(typed(ctx));
        String seen = Optional.ofNullable(ctx.formParam("version")).orElse("");
        Document now = store.current();
        ObjectNode there = ConfigTree.of(now.tree()).backend(config.name(), backend);
        if (!version(there).equals(seen)) {
            String sentence = "Somebody else has changed this backend since you opened the form."
                    + " What you see is what you typed: save again to put it in place of theirs.";
            show(ctx, Optional.of(backend), version(there), form.with(sentence), 412);
            return;
        }
        Change change = store.change(Forms.author(ctx), Optional.of(now.etag()), root -> {
            fill(ConfigTree.of(root).backend(config.name(), backend), form);
            return root;
        });
        int index = ConfigTree.of(now.tree()).backendNames(config.name()).indexOf(backend);
        answer(ctx, change, Optional.of(backend), seen, form, index, "Backend " + form.value("name") + " saved");
    }

    private void mode(Context ctx) {
        LoadBalancerConfig config = Found.loadBalancer(engine.config(), ctx);
        String backend = Found.backend(config, ctx).name();
        Mode mode = Arrays.stream(Mode.values())
                .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(ctx.formParam("mode")))
                .findFirst()
                .orElseThrow(() -> new BadRequestResponse("mode must be enabled, drain, disabled or backup"));
        if (mode == Mode.BACKUP && !Principal.of(ctx).role().permits(Role.ADMIN)) { // as in the API
            throw new ForbiddenResponse("only an admin may make a backend a backup");
        }
        Change change = change(ctx, root -> {
            ConfigTree.of(root).backend(config.name(), backend).put("mode", ctx.formParam("mode"));
            return root;
        });
        toast(change, done(backend, mode)).answer(ctx, page(config.name()));
    }

    private void remove(Context ctx) {
        LoadBalancerConfig config = Found.loadBalancer(engine.config(), ctx);
        String backend = Found.backend(config, ctx).name();
        Change change = change(ctx, root -> {
            ConfigTree.of(root).removeBackend(config.name(), backend);
            return root;
        });
        toast(change, "Backend " + backend + " removed; its open connections go on")
                .answer(ctx, page(config.name()));
    }

    private static String done(String backend, Mode mode) {
        return switch (mode) {
            case ENABLED -> backend + " is enabled";
            case DRAIN -> backend + " drains: it gets no new connections";
            case DISABLED -> backend + " is disabled";
            case BACKUP -> backend + " is a backup";
        };
    }

    private Change change(Context ctx, UnaryOperator<ObjectNode> edit) {
        return store.change(Forms.author(ctx), Optional.empty(), edit);
    }

    private static Toast toast(Change change, String done) {
        return switch (change) {
            case Change.Applied unused -> Toast.ok(done);
            case Change.Invalid invalid ->
                Toast.bad(invalid.problems().getFirst().message());
            case Change.Stale unused -> Toast.bad("Somebody else was faster: look again and repeat");
            case Change.ChangedByHand byHand -> Toast.bad(byHand.message());
            case Change.Failed failed -> Toast.bad(failed.message());
        };
    }

    private void answer(
            Context ctx,
            Change change,
            Optional<String> backend,
            String version,
            BackendForm form,
            int index,
            String done) {
        String loadBalancer = ctx.pathParam("name");
        String path = "load_balancers[%d].backends[%d]"
                .formatted(ConfigTree.of(store.current().tree()).names().indexOf(loadBalancer), index);
        switch (change) {
            case Change.Applied unused -> Toast.ok(done).answer(ctx, page(loadBalancer));
            case Change.Invalid invalid -> show(ctx, backend, version, form.with(invalid.problems(), path), 422);
            case Change.Stale unused ->
                show(ctx, backend, version, form.with("Somebody else was faster: save again"), 412);
            case Change.ChangedByHand byHand -> show(ctx, backend, version, form.with(byHand.message()), 409);
            case Change.Failed failed -> show(ctx, backend, version, form.with(failed.message()), 409);
        }
    }

    private void show(Context ctx, Optional<String> backend, String version, BackendForm form, int status) {
        LoadBalancerConfig config = Found.loadBalancer(engine.config(), ctx);
        LoadBalancerHead head = LoadBalancerHead.of(config, frames.state(config.name()));
        String title = backend.map(name -> "Edit " + name).orElse("Add a backend");
        Frame frame =
                frames.of(ctx, title, head.section()).below("/", "Overview").below(page(config.name()), config.name());
        ctx.status(status);
        Pages.send(ctx, TEMPLATES.pagesBackendForm(frame, config.name(), backend.orElse(""), version, form));
    }

    private static String page(String loadBalancer) {
        return "/load_balancers/" + loadBalancer;
    }

    /** What tells a backend's entry from any other. */
    private static String version(ObjectNode backend) {
        return Document.etag(backend.toString());
    }

    private static Map<String, String> typed(Context ctx) {
        Map<String, String> values = new LinkedHashMap<>();
        for (List<String> keys : List.of(BackendForm.TEXTS, BackendForm.NUMBERS)) {
            for (String key : keys) {
                String value = ctx.formParam(key);
                if (value != null && !value.isBlank()) {
                    values.put(key, value.strip());
                }
            }
        }
        return values;
    }

    private static Map<String, String> values(ObjectNode backend) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> property : backend.properties()) {
            values.put(property.getKey(), property.getValue().asString());
        }
        values.putIfAbsent("mode", "enabled");
        return values;
    }

    /** Puts the form into the tree. What is no number goes in as it was typed, for the config's reader to judge. */
    private static void fill(ObjectNode backend, BackendForm form) {
        for (String key : BackendForm.TEXTS) {
            String value = form.value(key);
            boolean usual = key.equals("mode") && value.equals("enabled") && !backend.has(key);
            if (value.isEmpty()) {
                backend.remove(key);
            } else if (!usual) {
                backend.put(key, value);
            }
        }
        for (String key : BackendForm.NUMBERS) {
            String value = form.value(key);
            if (value.isEmpty()) {
                backend.remove(key);
            } else if (value.matches("-?[0-9]{1,18}")) {
                backend.put(key, Long.parseLong(value));
            } else {
                backend.put(key, value);
            }
        }
    }
}
