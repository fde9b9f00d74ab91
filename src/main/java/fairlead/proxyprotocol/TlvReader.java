package fairlead.proxyprotocol;

import fairlead.proxyprotocol.ProxyHeaderParser.Result.Malformed;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Reads the TLVs at the end of a whole version 2 header (proxy-protocol.txt section 2.2); unknown types are skipped. */
final class TlvReader {

    private final byte[] bytes;
    private final int from;
    private final int to;

    private Optional<String> authority = Optional.empty();
    private Optional<String> alpn = Optional.empty();
    private Optional<UniqueId> uniqueId = Optional.empty();
    private boolean checksumSeen;

    /** The header is {@code bytes} from {@code from} to {@code to}: its checksum covers all of it. */
    TlvReader(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.from = from;
        this.to = to;
    }

    /** Reads from {@code at} to the end of the header; empty when all is well. */
    Optional<Malformed> read(int at) {
        int next = at;
        while (next < to) {
            if (to - next < V2Format.TLV_PREFIX_LENGTH) {
                return malformed("truncated TLV");
            }
            int type = bytes[next] & 0xff;
            int length = V2Header.unsignedShort(bytes, next + 1);
            int value = next + V2Format.TLV_PREFIX_LENGTH;
            if (length > to - value) {
                return malformed("truncated TLV");
            }
            Optional<Malformed> problem = switch (type) {
                case V2Format.ALPN -> readAlpn(value, length);
                case V2Format.AUTHORITY -> readAuthority(value, length);
                case V2Format.CRC32C -> readChecksum(value, length);
                case V2Format.UNIQUE_ID -> readUniqueId(value, length);
                default -> Optional.empty();
            };
            if (problem.isPresent()) {
                return problem;
            }
            next = value + length;
        }
        return Optional.empty();
    }

    /** What has been read. */
    Tlvs tlvs() {
        return new Tlvs(authority, alpn, uniqueId);
    }

    private Optional<Malformed> readAlpn(int value, int length) {
        if (alpn.isPresent()) {
            return malformed("ALPN twice");
        }
        String name = new String(bytes, value, length, Tlvs.ALPN_CHARSET);
        alpn = Optional.of(name);
        return Tlvs.isAlpn(name) ? Optional.empty() : malformed("ALPN is not 1 to 255 bytes");
    }

    private Optional<Malformed> readAuthority(int value, int length) {
        if (authority.isPresent()) {
            return malformed("AUTHORITY twice");
        }
        String name = new String(bytes, value, length, Tlvs.AUTHORITY_CHARSET);
        authority = Optional.of(name);
        return Tlvs.isAuthority(name) ? Optional.empty() : malformed("AUTHORITY is not a host name of 1 to 255 bytes");
    }

    private Optional<Malformed> readUniqueId(int value, int length) {
        if (uniqueId.isPresent()) {
            return malformed("UNIQUE_ID twice");
        }
        if (length > UniqueId.MAX_LENGTH) {
            return malformed("UNIQUE_ID longer than 128 bytes");
        }
        uniqueId = Optional.of(UniqueId.of(Arrays.copyOfRange(bytes, value, value + length)));
        return Optional.empty();
    }

    private Optional<Malformed> readChecksum(int value, int length) {
        if (checksumSeen) {
            return malformed("CRC32C twice");
        }
        if (length != Integer.BYTES) {
            return malformed("CRC32C is not 4 bytes");
        }
        checksumSeen = true;
        int afterValue = value + length;
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, from, value - from);
        checksum.update(new byte[Integer.BYTES]); // computed with zeros in its own place
        checksum.update(bytes, afterValue, to - afterValue);
        int stated = ByteBuffer.wrap(bytes).getInt(value);
        return stated == (int) checksum.getValue() ? Optional.empty() : malformed("CRC32C does not match");
    }

    private static Optional<Malformed> malformed(String reason) {
        return Optional.of(new Malformed(reason));
    }
}
