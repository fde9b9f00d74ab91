package fairlead.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;

/**
 * A ClientHello to be sent: its bytes, in one record or many, true or lying. Starts as what a client of TLS 1.2 sends
 * (RFC 5246, section 7.4.1.2) and grows by what is called; extensions come in the order of the calls.
 */
public final class Hello {

    private static final int GREASE = 0x3a3a;
    private static final int KEY_SHARE = 51;
    private static final int PADDING = 21;

    private record Extension(int type, Consumer<Wire> data) {}

    private final List<Extension> extensions = new ArrayList<>();
    private final Map<String, IntUnaryOperator> lies = new HashMap<>();
    private boolean extensionBlock = true;
    private int recordVersion = 0x0301;
    private int messageType = 1;
    private int legacyVersion = 0x0303;
    private int sessionIdLength = 32;
    private int[] cipherSuites = {0x1301, 0x1302, 0xc02b, 0xc02f};
    private byte[] compressionMethods = {0};

    private Hello() {}

    /** A hello that asks for one server, byte for byte as written. */
    public static Hello to(String serverName) {
        return withoutServerName().serverNames(serverName);
    }

    /** A hello with an extension block and nothing in it. */
    public static Hello withoutServerName() {
        return new Hello();
    }

    /** A hello that ends after the compression methods. */
    public static Hello withoutExtensions() {
        Hello hello = new Hello();
        hello.extensionBlock = false;
        return hello;
    }

    public Hello alpn(String... protocols) {
        return extension(
                16,
                data -> data.vector("protocol_name_list", 2, list -> {
                    for (String protocol : protocols) {
                        list.vector("protocol_name", 1, name -> name.bytes(protocol.getBytes(ISO_8859_1)));
                    }
                }));
    }

    public Hello versions(int... versions) {
        return extension(43, data -> data.vector("versions", 1, list -> writeAll(versions, list)));
    }

    /** One key of a group: 0x001d is X25519 with 32 bytes, 0x11ec is X25519MLKEM768 with 1216. */
    public Hello keyShare(int group, int length) {
        return extension(
                KEY_SHARE,
                data -> data.vector(
                        "client_shares",
                        2,
                        shares -> shares.u16(group).vector("key_exchange", 2, key -> key.bytes(filled(length, 0x5a)))));
    }

    /** Meaningless values of RFC 8701 where a browser puts them: a cipher suite, and an empty extension. */
    public Hello grease() {
        int[] suites = Arrays.copyOf(new int[] {GREASE}, cipherSuites.length + 1);
        System.arraycopy(cipherSuites, 0, suites, 1, cipherSuites.length);
        return cipherSuites(suites).extension(GREASE, new byte[0]);
    }

    /** An outer hello, whose server name is the public one (RFC 9849, section 5). */
    public Hello encryptedClientHello() {
        return extension(
                0xfe0d,
                data -> data.u8(0)
                        .u16(1)
                        .u16(1)
                        .u8(42)
                        .vector("enc", 2, enc -> enc.bytes(filled(32, 0x11)))
                        .vector("payload", 2, payload -> payload.bytes(filled(208, 0x22))));
    }

    /** Fills the message up to so many bytes, header included (RFC 7685). */
    public Hello padTo(int messageSize) {
        int missing = messageSize - handshake().length - 4;
        if (missing < 0) {
            throw new IllegalArgumentException("the hello has no room for padding below " + messageSize + " bytes");
        }
        return extension(PADDING, new byte[missing]);
    }

    /** A server_name extension with so many names of type host_name. */
    public Hello serverNames(String... names) {
        return extension(
                0,
                data -> data.vector("server_name_list", 2, list -> {
                    for (String name : names) {
                        list.u8(0).vector("host_name", 2, bytes -> bytes.bytes(name.getBytes(ISO_8859_1)));
                    }
                }));
    }

    /** Any extension, with its data as given. */
    public Hello extension(int type, byte... data) {
        return extension(type, wire -> wire.bytes(data));
    }

    private Hello extension(int type, Consumer<Wire> data) {
        extensions.add(new Extension(type, data));
        return this;
    }

    public Hello cipherSuites(int... suites) {
        this.cipherSuites = suites;
        return this;
    }

    public Hello compressionMethods(int... methods) {
        byte[] bytes = new byte[methods.length];
        for (int i = 0; i < methods.length; i++) {
            bytes[i] = (byte) methods[i];
        }
        this.compressionMethods = bytes;
        return this;
    }

    public Hello sessionIdOf(int length) {
        this.sessionIdLength = length;
        return this;
    }

    public Hello legacyVersion(int version) {
        this.legacyVersion = version;
        return this;
    }

    public Hello recordVersion(int version) {
        this.recordVersion = version;
        return this;
    }

    /** Another handshake message in the shape of a hello. */
    public Hello messageType(int type) {
        this.messageType = type;
        return this;
    }

    /** Writes another length for every vector of this name; a negative one writes all bits set. */
    public Hello lying(String vector, IntUnaryOperator lie) {
        lies.put(vector, lie);
        return this;
    }

    /** The names of all length fields of the message, in wire order. */
    public List<String> lengths() {
        return message().lengths();
    }

    /** The handshake message without records. */
    public byte[] handshake() {
        return message().toBytes();
    }

    /** The hello as it goes over the wire: in one record, or in as many as its size takes. */
    public byte[] bytes() {
        return inRecordsOf(1 << 14);
    }

    /** The hello in records with so many bytes each; the last has the rest. */
    public byte[] inRecordsOf(int size) {
        int length = handshake().length;
        int[] offsets = new int[(length - 1) / size];
        Arrays.setAll(offsets, i -> (i + 1) * size);
        return splitAt(offsets);
    }

    /** The hello in records that begin at these offsets of the message, and at 0. */
    public byte[] splitAt(int... offsets) {
        byte[] message = handshake();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int start = 0;
        for (int i = 0; i <= offsets.length; i++) {
            int end = i < offsets.length ? offsets[i] : message.length;
            out.writeBytes(record(Arrays.copyOfRange(message, start, end)));
            start = end;
        }
        return out.toByteArray();
    }

    private byte[] record(byte[] payload) {
        return new Wire(lies)
                .u8(22)
                .u16(recordVersion)
                .vector("record", 2, bytes -> bytes.bytes(payload))
                .toBytes();
    }

    private Wire message() {
        return new Wire(lies).u8(messageType).vector("handshake", 3, body -> {
            body.u16(legacyVersion);
            body.bytes(filled(32, 0xaa)); // random
            body.vector("session_id", 1, id -> id.bytes(filled(sessionIdLength, 0xbb)));
            body.vector("cipher_suites", 2, suites -> writeAll(cipherSuites, suites));
            body.vector("compression_methods", 1, methods -> methods.bytes(compressionMethods));
            if (extensionBlock) {
                body.vector("extensions", 2, this::writeExtensions);
            }
        });
    }

    private void writeExtensions(Wire wire) {
        for (Extension extension : extensions) {
            wire.u16(extension.type()).vector("extension " + extension.type(), 2, extension.data());
        }
    }

    private static void writeAll(int[] values, Wire wire) {
        for (int value : values) {
            wire.u16(value);
        }
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
