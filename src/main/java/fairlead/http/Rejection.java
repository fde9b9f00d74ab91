package fairlead.http;

/** Why a request is not passed on, and the status that says so. */
public enum Rejection {
    MALFORMED(400, "the request is malformed"); // to be replaced by one for each rule

    private final int status;
    private final String sentence;

    Rejection(int status, String sentence) {
        this.status = status;
        this.sentence = sentence;
    }

    public int status() {
        return status;
    }

    /** What is wrong, for a person. */
    public String sentence() {
        return sentence;
    }
}
