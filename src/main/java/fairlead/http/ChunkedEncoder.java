package fairlead.http;

import java.nio.charset.StandardCharsets;

/** What stands around the data of a chunked body (RFC 9112, section 7.1). */
public final class ChunkedEncoder {
    private ChunkedEncoder() {}

    /** What goes before a chunk of so many bytes, one at least; behind it goes a line end. */
    public static byte[] size(int bytes) {
        return (Integer.toHexString(bytes) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** The last chunk, which is empty, with those of the trailers that may be passed on. */
    public static byte[] end(Fields trailers) {
        HeadText end = new HeadText("0");
        Forwarding.trailers(trailers).lines().forEach(end::add);
        return end.bytes();
    }
}
