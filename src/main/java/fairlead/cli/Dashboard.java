package fairlead.cli;

import fairlead.admin.AdminServer;
import fairlead.admin.access.Access;
import fairlead.admin.store.ConfigStore;
import fairlead.proxy.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The dashboard of a running engine, with those who may come in. */
final class Dashboard implements AutoCloseable {
    private final Access access;
    private final AdminServer server;

    private Dashboard(Access access, AdminServer server) {
        this.access = access;
        this.server = server;
    }

    /**
     * Serves it as the config says.
     *
     * @param file the config's, beside which the tokens are
     * @throws IOException with a sentence for the user
     */
    static Dashboard start(Path file, Engine engine, ConfigStore store) throws IOException {
        Access access = Access.of(file, System.getenv());
        return new Dashboard(access, AdminServer.start(store.current().config().admin(), engine, store, access));
    }

    /** Without a slash at the end. */
    String url() {
        return server.url();
    }

    /** The link that lets the first browser in; empty unless this is the first start. */
    Optional<String> firstLogin() {
        return access.firstLoginPath().map(path -> url() + path);
    }

    @Override
    public void close() {
        server.close();
        access.close();
    }
}
