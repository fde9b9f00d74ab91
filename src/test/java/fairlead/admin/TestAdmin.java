package fairlead.admin;

import fairlead.admin.access.Access;
import fairlead.admin.store.ConfigStore;
import fairlead.config.AdminConfig;
import fairlead.config.ConfigFile;
import fairlead.proxy.Engine;
import fairlead.support.Tools;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The real engine, its config file and its dashboard on a port of its own. */
public final class TestAdmin implements AutoCloseable {
    public static final String TOKEN = "flt_test_0123456789abcdef0123456789abcdef";

    private final Path file;
    private final Engine engine;
    private final ConfigStore store;
    private final Access access;
    private final AdminServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    private TestAdmin(Path file, Engine engine, ConfigStore store, Access access, AdminServer server) {
        this.file = file;
        this.engine = engine;
        this.store = store;
        this.access = access;
        this.server = server;
    }

    /** Runs by this config. */
    public static TestAdmin start(String config) throws IOException {
        return start(config, new AdminConfig(true, "127.0.0.1", 0));
    }

    /** The same, with the dashboard on a port as this says. */
    public static TestAdmin start(String config, AdminConfig admin) throws IOException {
        return start(config, admin, Map.of("FAIRLEAD_ADMIN_TOKEN", TOKEN));
    }

    /** The same as on a new machine: nobody has a token yet. */
    static TestAdmin startForTheFirstTime(String config) throws IOException {
        return start(config, new AdminConfig(true, "127.0.0.1", 0), Map.of());
    }

    private static TestAdmin start(String config, AdminConfig admin, Map<String, String> environment)
            throws IOException {
        Path file = Files.createTempDirectory("fairlead-admin-").resolve("fairlead.json");
        Files.writeString(file, config);
        ConfigFile.Result.Valid loaded = switch (ConfigFile.load(file)) {
            case ConfigFile.Result.Valid valid -> valid;
            case ConfigFile.Result.Invalid invalid -> throw new AssertionError(invalid.problems());
        };
        Engine engine = Engine.start(loaded.config());
        ConfigStore store = new ConfigStore(file, loaded, engine);
        Access access = Access.of(file, environment);
        try {
            return new TestAdmin(file, engine, store, access, AdminServer.start(admin, engine, store, access));
        } catch (IOException e) {
            engine.close();
            Tools.remove(file.resolveSibling(""));
            throw e;
        }
    }

    public Engine engine() {
        return engine;
    }

    public ConfigStore store() {
        return store;
    }

    public AdminServer server() {
        return server;
    }

    public Access access() {
        return access;
    }

    public Path file() {
        return file;
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    /** Asks with the token of the administrator. */
    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", path, "");
    }

    /** The same with a body of JSON, and fields in pairs of name and value. */
    public HttpResponse<String> send(String method, String path, String json, String... fields)
            throws IOException, InterruptedException {
        return as(TOKEN, method, path, json, fields);
    }

    /** The same with another token. */
    public HttpResponse<String> as(String token, String method, String path, String json, String... fields)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
        if (fields.length > 0) {
            request.headers(fields);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** Sends a form of a page with the token of the administrator. */
    public HttpResponse<String> form(String path, String fields) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri(path))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(fields))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    @Override
    public void close() {
        client.shutdownNow();
        server.close();
        access.close();
        engine.close();
        Tools.remove(file.resolveSibling(""));
    }
}
