package fairlead.http;

import java.util.List;
import java.util.Set;

/** What a request's fields have to say together, once each of them can be read. */
final class RequestRules {

    private static final int MOST_LENGTH_DIGITS = 18;
    private static final Set<String> NOT_OF_THE_CONNECTION = Set.of("host", "content-length", "transfer-encoding");

    private RequestRules() {}

    static RequestHead head(RequestLine line, Fields fields) throws Rejected {
        Authority host = host(fields);
        Framing framing = framing(line.minorVersion(), fields);
        checkConnection(fields);
        checkExpectation(fields);
        return new RequestHead(
                line.method(),
                line.target().target(),
                line.minorVersion(),
                line.target().authority().orElse(host), // RFC 9112, section 3.2.2
                fields,
                framing);
    }

    private static Authority host(Fields fields) throws Rejected {
        List<String> hosts = fields.all("Host");
        if (hosts.isEmpty()) {
            throw new Rejected(Rejection.NO_HOST);
        }
        if (hosts.size() > 1) {
            throw new Rejected(Rejection.REPEATED_HOST);
        }
        return Authority.parse(hosts.getFirst()).orElseThrow(() -> new Rejected(Rejection.HOST));
    }

    /** Refuses wherever two programs could find the body's end in two places (RFC 9112, sections 6.3 and 11.2). */
    private static Framing framing(int minorVersion, Fields fields) throws Rejected {
        checkUnderscores(fields);
        List<String> lengths = fields.all("Content-Length");
        List<String> codings = fields.all("Transfer-Encoding");
        if (!codings.isEmpty()) {
            if (!lengths.isEmpty()) {
                throw new Rejected(Rejection.LENGTH_AND_CODING);
            }
            return coded(minorVersion, codings);
        }
        if (lengths.isEmpty()) {
            return new Framing.None();
        }
        if (lengths.size() > 1 || lengths.getFirst().indexOf(',') >= 0) {
            throw new Rejected(Rejection.REPEATED_CONTENT_LENGTH);
        }
        long length = Octets.decimal(lengths.getFirst(), MOST_LENGTH_DIGITS);
        if (length < 0) {
            throw new Rejected(Rejection.CONTENT_LENGTH);
        }
        return new Framing.Length(length);
    }

    private static Framing coded(int minorVersion, List<String> codings) throws Rejected {
        if (minorVersion == 0) {
            throw new Rejected(Rejection.TRANSFER_ENCODING_IN_HTTP_1_0);
        }
        if (codings.size() > 1) {
            throw new Rejected(Rejection.REPEATED_TRANSFER_ENCODING);
        }
        if (!codings.getFirst().equalsIgnoreCase("chunked")) {
            throw new Rejected(Rejection.TRANSFER_ENCODING);
        }
        return new Framing.Chunked();
    }

    /** Servers that hand fields to programs as variables cannot tell an underscore from a hyphen. */
    private static void checkUnderscores(Fields fields) throws Rejected {
        for (Field line : fields.lines()) {
            if (line.name().indexOf('_') >= 0) {
                String meant = line.name().replace('_', '-');
                if (meant.equalsIgnoreCase("Content-Length") || meant.equalsIgnoreCase("Transfer-Encoding")) {
                    throw new Rejected(Rejection.FRAMING_WITH_UNDERSCORE);
                }
            }
        }
    }

    /** A proxy behind us would take off what is named there, and with it the body's end. */
    private static void checkConnection(Fields fields) throws Rejected {
        for (String option : fields.tokens("Connection")) {
            if (NOT_OF_THE_CONNECTION.contains(option)) {
                throw new Rejected(Rejection.CONNECTION_OPTION);
            }
        }
    }

    private static void checkExpectation(Fields fields) throws Rejected {
        for (String expectation : fields.tokens("Expect")) {
            if (!expectation.equals("100-continue")) {
                throw new Rejected(Rejection.EXPECTATION);
            }
        }
    }
}
