package fairlead.config;

/**
 * Something wrong in a config file.
 *
 * @param path the place, such as {@code load_balancers[1].hosts[0]}; empty for the file as a whole
 * @param message what is wrong with what stands there, and what to write instead
 */
public record Problem(String path, String message) {

    @Override
    public String toString() {
        return path.isEmpty() ? message : path + ": " + message;
    }
}
