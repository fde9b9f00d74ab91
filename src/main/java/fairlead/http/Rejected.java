package fairlead.http;

/** Reading a request goes no further. Stays within the package, and has no stack trace. */
final class Rejected extends Exception {
    private static final long serialVersionUID = 1;

    private final Rejection rejection;

    Rejected(Rejection rejection) {
        super(rejection.sentence(), null, false, false);
        this.rejection = rejection;
    }

    Rejection rejection() {
        return rejection;
    }
}
