package fairlead.admin.page;

/**
 * What the login page shows.
 *
 * @param error what was wrong with the last attempt, or empty
 * @param next where to go then
 * @param code of the first login; empty when a token is asked for
 */
public record LoginView(String error, String next, String code) {}
