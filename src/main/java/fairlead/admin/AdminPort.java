package fairlead.admin;

import fairlead.admin.access.Guard;
import fairlead.config.AdminConfig;
import io.javalin.config.JavalinConfig;
import java.util.Optional;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;

/** The port of the dashboard: what strangers may send there, how slowly, and over how many connections. */
final class AdminPort {
    private static final int LARGEST_HEAD = 16 << 10; // bytes
    private static final long IDLE_MILLIS = 30_000;
    private static final int SEND_BUFFER =
            256 << 10; // bytes: most answers leave a thread at once, however slow the reader
    private static final int BACKLOG = 128;

    private AdminPort() {}

    static void configure(
            JavalinConfig settings, AdminConfig config, Optional<ServerCertificate> certificate, Guard guard) {
        settings.jetty.modifyHttpConfiguration(AdminPort::limit);
        settings.jetty.modifyServer(server -> {
            server.setHandler(new BodyFirst(guard, new WholeAnswers()));
            server.setErrorHandler(new BareErrors());
        });
        settings.jetty.addConnector((server, http) -> {
            ServerConnector connector = connector(server, http, certificate);
            connector.setHost(config.address());
            connector.setPort(config.port());
            connector.setIdleTimeout(IDLE_MILLIS);
            connector.setAcceptQueueSize(BACKLOG);
            connector.setAcceptedSendBufferSize(SEND_BUFFER);
            connector.addBean(new ConnectionLimit());
            return connector;
        });
    }

    private static void limit(HttpConfiguration http) {
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(LARGEST_HEAD);
        http.addCustomizer(new SecurityHeaders());
    }

    private static ServerConnector connector(
            Server server, HttpConfiguration http, Optional<ServerCertificate> certificate) {
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        if (certificate.isEmpty()) {
            return new ServerConnector(server, 1, 1, plain);
        }
        http.addCustomizer(new SecureRequestCustomizer(false)); // Guard checks the name that is asked for
        return new ServerConnector(
                server, 1, 1, new SslConnectionFactory(certificate.get().contexts(), plain.getProtocol()), plain);
    }
}
