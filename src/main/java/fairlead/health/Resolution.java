package fairlead.health;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** stub. */
public record Resolution(List<InetAddress> addresses, Optional<String> failure, Instant at) {}
