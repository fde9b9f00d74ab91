package fairlead.tls;

import fairlead.tls.ClientHelloParser.Reason;
import fairlead.tls.ClientHelloParser.Result;
import fairlead.tls.ClientHelloParser.Result.Complete;
import fairlead.tls.ClientHelloParser.Result.Malformed;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body of a ClientHello, read field by field in wire order (RFC 8446, section 4.1.2). Fields that nobody needs are
 * checked too: if they lie about their length, what follows them is not what it seems, and the backend would read another
 * server name than the one routed by.
 */
final class HelloBody {

    private static final int SERVER_NAME = 0;
    private static final int ALPN = 16;
    private static final int SUPPORTED_VERSIONS = 43;
    private static final int ENCRYPTED_CLIENT_HELLO = 0xfe0d;

    private static final int RANDOM = 32;
    private static final int MAX_SESSION_ID = 32;
    private static final int HOST_NAME = 0;

    private final Cursor in;
    private @Nullable String serverName;
    private @Nullable List<String> alpn;
    private @Nullable U16List supportedVersions;
    private boolean encryptedClientHello;

    private HelloBody(Cursor in) {
        this.in = in;
    }

    /** Reads the rest of the cursor, to its end. */
    static Result read(Cursor in) {
        return new HelloBody(in).read();
    }

    private Result read() {
        int legacyVersion = in.u16();
        in.require(legacyVersion >>> 8 == 3, Reason.BAD_VERSION);
        in.skip(RANDOM);
        int sessionId = in.u8();
        in.require(sessionId <= MAX_SESSION_ID, Reason.BAD_LENGTH);
        in.skip(sessionId);
        int afterCipherSuites = in.open(in.u16());
        U16List cipherSuites = in.restAsU16List();
        in.close(afterCipherSuites);
        int compressionMethods = in.u8();
        in.require(compressionMethods >= 1, Reason.BAD_LENGTH);
        in.skip(compressionMethods);
        // before TLS 1.3 a hello may end here: RFC 5246, section 7.4.1.2
        U16List extensionTypes = in.hasMore() ? extensions() : U16List.EMPTY;
        in.require(!in.hasMore(), Reason.BAD_LENGTH);

        Reason failure = in.failure();
        if (failure != null) {
            return new Malformed(failure);
        }
        return new Complete(new ClientHello(
                legacyVersion,
                Optional.ofNullable(serverName),
                alpn == null ? List.of() : alpn,
                supportedVersions == null ? U16List.EMPTY : supportedVersions,
                encryptedClientHello,
                cipherSuites,
                extensionTypes));
    }

    private U16List extensions() {
        int outer = in.open(in.u16());
        char[] types = new char[countExtensions()];
        for (int i = 0; in.hasMore(); i++) {
            int type = in.u16();
            types[i] = (char) type;
            int next = in.open(in.u16());
            switch (type) {
                case SERVER_NAME -> serverName();
                case ALPN -> alpn();
                case SUPPORTED_VERSIONS -> supportedVersions();
                case ENCRYPTED_CLIENT_HELLO -> encryptedClientHello();
                default -> in.skipRest();
            }
            in.close(next);
        }
        in.close(outer);
        return new U16List(types);
    }

    private int countExtensions() {
        int first = in.mark();
        int count = 0;
        for (; in.hasMore(); count++) {
            in.skip(2);
            in.skip(in.u16());
        }
        in.rewind(first);
        return count;
    }

    /** RFC 6066, section 3. A list by its form, but there is one type of name, and no two of a type are allowed. */
    private void serverName() {
        in.require(serverName == null, Reason.REPEATED_EXTENSION);
        int afterList = in.open(in.u16());
        in.require(in.u8() == HOST_NAME, Reason.UNKNOWN_NAME_TYPE);
        int afterName = in.open(in.u16());
        String name = in.restAsText();
        in.close(afterName);
        in.require(!in.hasMore(), Reason.SEVERAL_SERVER_NAMES);
        in.close(afterList);

        Reason problem = ServerName.problem(name);
        if (problem != null) {
            in.fail(problem);
        }
        serverName = ServerName.normal(name);
    }

    /** RFC 7301, section 3.1. */
    private void alpn() {
        in.require(alpn == null, Reason.REPEATED_EXTENSION);
        int afterList = in.open(in.u16());
        in.require(in.hasMore(), Reason.BAD_LENGTH);
        int first = in.mark();
        while (in.hasMore()) {
            int length = in.u8();
            in.require(length >= 1, Reason.BAD_LENGTH);
            in.skip(length);
        }
        in.rewind(first);
        alpn = new ProtocolNames(in.restAsBytes());
        in.close(afterList);
    }

    /** RFC 8446, section 4.2.1. */
    private void supportedVersions() {
        in.require(supportedVersions == null, Reason.REPEATED_EXTENSION);
        int afterList = in.open(in.u8());
        supportedVersions = in.restAsU16List();
        in.close(afterList);
    }

    /** RFC 9849. The outer hello is routed by; the inner one is the backend's alone to read. */
    private void encryptedClientHello() {
        in.require(!encryptedClientHello, Reason.REPEATED_EXTENSION);
        encryptedClientHello = true;
        in.skipRest();
    }
}
