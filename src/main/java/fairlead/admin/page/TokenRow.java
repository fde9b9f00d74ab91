package fairlead.admin.page;

import java.time.Instant;
import java.util.Optional;

/** One token in the table of tokens. */
public record TokenRow(String name, String role, Instant created, Optional<Instant> lastUsed, boolean revocable) {}
