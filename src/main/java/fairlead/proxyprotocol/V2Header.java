package fairlead.proxyprotocol;

import fairlead.proxyprotocol.ProxyHeaderParser.Result;
import fairlead.proxyprotocol.ProxyHeaderParser.Result.Complete;
import fairlead.proxyprotocol.ProxyHeaderParser.Result.Incomplete;
import fairlead.proxyprotocol.ProxyHeaderParser.Result.Malformed;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/** Reads the binary form of the header (proxy-protocol.txt section 2.2). */
final class V2Header {

    private V2Header() {}

    static Result parse(byte[] bytes, int from, int to) {
        int available = to - from;
        Optional<Malformed> problem = checkPrefix(bytes, from, available);
        if (problem.isPresent()) {
            return problem.get();
        }
        if (available < V2Format.PREFIX_LENGTH) {
            return new Incomplete(V2Format.PREFIX_LENGTH);
        }
        int length = V2Format.PREFIX_LENGTH + unsignedShort(bytes, from + V2Format.LENGTH_OFFSET);
        if (length > ProxyHeaderParser.MAX_LENGTH) {
            return new Malformed("longer than 4096 bytes");
        }
        boolean named = namesAddresses(bytes, from);
        int family = high(bytes[from + V2Format.FAMILY_OFFSET]);
        int addresses = from + V2Format.PREFIX_LENGTH;
        int tlvs = addresses + (named ? addressesLength(family) : 0);
        if (tlvs > from + length) {
            return new Malformed("too short for its addresses");
        }
        if (available < length) {
            return new Incomplete(length);
        }
        if (!named) {
            return new Complete(new ProxyHeader.Local(), length);
        }
        TlvReader reader = new TlvReader(bytes, from, from + length);
        Optional<Malformed> wrong = reader.read(tlvs);
        if (wrong.isPresent()) {
            return wrong.get();
        }
        return new Complete(header(family, bytes, addresses, reader.tlvs()), length);
    }

    /** Checks as much of signature, version, command, family and transport as is here. */
    private static Optional<Malformed> checkPrefix(byte[] bytes, int from, int available) {
        int compared = Math.min(available, V2Format.SIGNATURE.length);
        if (!Arrays.equals(bytes, from, from + compared, V2Format.SIGNATURE, 0, compared)) {
            return Optional.of(ProxyHeaderParser.NO_HEADER);
        }
        if (available <= V2Format.COMMAND_OFFSET) {
            return Optional.empty();
        }
        byte versionAndCommand = bytes[from + V2Format.COMMAND_OFFSET];
        if (high(versionAndCommand) != V2Format.VERSION) {
            return Optional.of(new Malformed("version is not 2"));
        }
        int command = low(versionAndCommand);
        if (command > V2Format.PROXY) {
            return Optional.of(new Malformed("unknown command"));
        }
        if (command == V2Format.LOCAL || available <= V2Format.FAMILY_OFFSET) {
            return Optional.empty();
        }
        return checkFamily(bytes[from + V2Format.FAMILY_OFFSET]);
    }

    private static Optional<Malformed> checkFamily(byte familyAndTransport) {
        int family = high(familyAndTransport);
        int transport = low(familyAndTransport);
        if (family > V2Format.UNIX) {
            return Optional.of(new Malformed("unknown address family"));
        }
        if (transport > V2Format.DGRAM) {
            return Optional.of(new Malformed("unknown transport"));
        }
        if (family != V2Format.UNSPEC && transport == V2Format.DGRAM) {
            return Optional.of(new Malformed("datagram addresses on a stream"));
        }
        return Optional.empty();
    }

    /** LOCAL says to skip everything; nothing says where what UNSPEC carries would begin. */
    private static boolean namesAddresses(byte[] bytes, int from) {
        byte familyAndTransport = bytes[from + V2Format.FAMILY_OFFSET];
        return low(bytes[from + V2Format.COMMAND_OFFSET]) == V2Format.PROXY
                && high(familyAndTransport) != V2Format.UNSPEC
                && low(familyAndTransport) != V2Format.UNSPEC;
    }

    /** Two addresses and, in the IP families, two ports. */
    private static int addressesLength(int family) {
        return switch (family) {
            case V2Format.INET -> 2 * 4 + 2 * 2;
            case V2Format.INET6 -> 2 * 16 + 2 * 2;
            default -> 2 * 108;
        };
    }

    private static ProxyHeader header(int family, byte[] bytes, int addresses, Tlvs tlvs) {
        if (family == V2Format.UNIX) {
            return new ProxyHeader.Local();
        }
        int size = family == V2Format.INET ? 4 : 16;
        int ports = addresses + 2 * size;
        return new ProxyHeader.Proxied(
                endpoint(bytes, addresses, size, ports), endpoint(bytes, addresses + size, size, ports + 2), tlvs);
    }

    private static InetSocketAddress endpoint(byte[] bytes, int address, int size, int port) {
        try {
            InetAddress ip = InetAddress.getByAddress(Arrays.copyOfRange(bytes, address, address + size));
            return new InetSocketAddress(ip, unsignedShort(bytes, port));
        } catch (UnknownHostException e) {
            throw new AssertionError("an address of 4 or 16 bytes", e);
        }
    }

    private static int high(byte b) {
        return (b & 0xf0) >>> 4;
    }

    private static int low(byte b) {
        return b & 0x0f;
    }

    static int unsignedShort(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
    }
}
