package fairlead.bench;

/** Something went wrong so that no measurement can go on; the message is for whoever started it. */
final class BenchFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    BenchFailure(String message) {
        super(message);
    }

    BenchFailure(String message, Throwable cause) {
        super(message + ": " + cause, cause);
    }
}
