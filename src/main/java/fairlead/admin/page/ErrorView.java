package fairlead.admin.page;

/**
 * What the page shows when something cannot be served.
 *
 * @param reason of the status: {@code Not Found}
 * @param known whether there is more to see for whoever asks
 */
public record ErrorView(int status, String reason, String message, String requestId, boolean known) {}
