package fairlead.http;

/** Why a request is not passed on, and the status that says so. */
public enum Rejection {
    TLS_HELLO(400, "The client speaks TLS, but this port is for plain HTTP: use the port for https."),
    NOT_HTTP(400, "What the client sent cannot begin an HTTP request."),
    BARE_CR(400, "A carriage return stands in the head without a line feed behind it."),
    BARE_LF(400, "A line of the head ends in a line feed without a carriage return."),

    REQUEST_LINE(400, "The request line is not a method, a target and a version with one space between them."),
    REQUEST_LINE_TOO_LONG(414, "The request line is longer than 16 KiB."),
    METHOD(400, "The method is not a name of 1 to 32 characters."),
    METHOD_NOT_ALLOWED(405, "The methods CONNECT and TRACE are not allowed here."),
    NO_VERSION(400, "The request has no HTTP version, or 0.9: HTTP/1.1 or HTTP/1.0 is needed."),
    VERSION(400, "The request line does not end in an HTTP version, such as HTTP/1.1."),
    UNSUPPORTED_VERSION(
            505, "The request is of another version of HTTP than 1.1 and 1.0, which are all this port speaks."),

    TARGET_CHARACTER(400, "The target holds a character that has to be percent-encoded."),
    TARGET_FRAGMENT(400, "The target holds a fragment (#), which is not meant for servers."),
    TARGET_FORM(400, "The target is neither a path, nor an http address, nor the asterisk of OPTIONS."),
    TARGET_SCHEME(400, "The target is an address with another scheme than http."),
    TARGET_SCHEME_HTTPS(421, "The target is an https address, but the request came over plain HTTP."),
    TARGET_USER(400, "The target is an address with a user name in it."),
    TARGET_AUTHORITY(400, "The target is an address without a valid host and port."),

    HEAD_TOO_LARGE(431, "The request's head is larger than 16 KiB."),
    TOO_MANY_FIELDS(431, "There are more than 100 header fields."),
    SPACE_BEFORE_FIELDS(400, "White space stands between the request line and the first header field."),
    FOLDED_FIELD(400, "A header field is continued on a second line."),
    NO_COLON(400, "A line of the head is no header field: it has no colon."),
    SPACE_BEFORE_COLON(400, "White space stands between a header field's name and its colon."),
    FIELD_NAME(400, "A header field's name is empty, or holds a character that may not stand there."),
    FIELD_VALUE(400, "A header field's value holds a control character."),

    NO_HOST(400, "The request has no Host header field."),
    REPEATED_HOST(400, "The request has more than one Host header field."),
    HOST(400, "The Host header field is not one valid host, with or without a port."),

    CONTENT_LENGTH(400, "Content-Length is not a number of 1 to 18 digits."),
    REPEATED_CONTENT_LENGTH(400, "The request has more than one Content-Length."),
    LENGTH_AND_CODING(400, "The request has both Content-Length and Transfer-Encoding."),
    TRANSFER_ENCODING(400, "Transfer-Encoding is something else than chunked, the only one known here."),
    REPEATED_TRANSFER_ENCODING(400, "The request has more than one Transfer-Encoding."),
    TRANSFER_ENCODING_IN_HTTP_1_0(400, "The request has a Transfer-Encoding, which HTTP/1.0 does not know."),
    FRAMING_WITH_UNDERSCORE(400, "Content-Length or Transfer-Encoding is written with an underscore."),

    CONNECTION_OPTION(400, "Connection names Host, Content-Length or Transfer-Encoding, which it may not take off."),
    EXPECTATION(417, "The request expects something else than 100-continue.");

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
