package fairlead.admin.store;

import fairlead.proxy.OpenConnection;
import fairlead.stats.AddressText;
import fairlead.stats.Event;
import fairlead.stats.Event.Kind;
import fairlead.stats.EventLog;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** Says who did what else than change the config: each in an event. */
public final class Acts {
    private final EventLog events;

    public Acts(EventLog events) {
        this.events = events;
    }

    /** Somebody has closed a connection. */
    public void closed(Author author, OpenConnection connection) {
        String client = AddressText.of(
                connection.client().getAddress(), connection.client().getPort());
        String to = connection.loadBalancer().map(name -> " to " + name).orElse("");
        tell(
                Kind.CONNECTION_CLOSED,
                author,
                connection.loadBalancer(),
                connection.backend(),
                "closed the connection %s of %s%s".formatted(connection.id(), client, to));
    }

    /** Somebody has made a token. */
    public void tokenMade(Author author, String token, String role) {
        tell(
                Kind.TOKEN_MADE,
                author,
                Optional.empty(),
                Optional.empty(),
                "made the token \"%s\" with the role %s".formatted(token, role));
    }

    /** Somebody has revoked a token. */
    public void tokenRevoked(Author author, String token) {
        tell(
                Kind.TOKEN_REVOKED,
                author,
                Optional.empty(),
                Optional.empty(),
                "revoked the token \"%s\"".formatted(token));
    }

    private void tell(Kind kind, Author author, Optional<String> loadBalancer, Optional<String> backend, String what) {
        Event.Origin origin = new Event.Origin(author.toString(), OptionalInt.empty());
        events.add(new Event(
                Instant.now(),
                kind,
                loadBalancer,
                backend,
                Optional.empty(),
                Optional.of(origin),
                author + " " + what));
    }
}
