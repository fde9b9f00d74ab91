package fairlead.http;

/** How the end of a message's body is found (RFC 9112, section 6.3). */
public sealed interface Framing {

    /** Whether there is no byte of a body. */
    default boolean isEmpty() {
        return this instanceof None || (this instanceof Length length && length.bytes() == 0);
    }

    /** There is no body. */
    record None() implements Framing {}

    /** The body has so many bytes, none included. */
    record Length(long bytes) implements Framing {}

    /** The body comes in chunks, of which the last is empty. */
    record Chunked() implements Framing {}

    /** The body ends with the connection; of responses only. */
    record UntilClose() implements Framing {}
}
