package fairlead.admin.settings;

/**
 * One of the values that there are to choose from.
 *
 * @param value as the config has it
 * @param label in people's words
 */
public record Option(String value, String label) {}
