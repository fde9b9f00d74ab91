package fairlead.bench.micro;

import fairlead.tls.ClientHello;
import fairlead.tls.ClientHelloParser;
import fairlead.tls.ClientHelloParser.Result;
import fairlead.tls.Hello;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Understanding a ClientHello that is there in full. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ClientHelloBenchmark {
    private static final int LIMIT = 65_536;
    private static final int X25519 = 0x001d;
    private static final int X25519_MLKEM768 = 0x11ec;

    /** Who sends the hello, and how. */
    public enum Sender {
        /** A browser: 517 bytes in one record. */
        BROWSER,
        /** A browser that offers a key share against quantum computers: about 1.7 KB in one record. */
        POST_QUANTUM,
        /** Somebody who sends a browser's hello in records of one byte: 3,072 bytes. */
        ONE_BYTE_RECORDS
    }

    @Param
    public Sender sender = Sender.BROWSER;

    private byte[] bytes = {};

    @Setup
    public void send() {
        bytes = hello(sender);
    }

    @Benchmark
    public Result parse() {
        return parse(bytes);
    }

    /** A browser's hello, understood. */
    static ClientHello parsed() {
        if (parse(hello(Sender.BROWSER)) instanceof Result.Complete complete) {
            return complete.hello();
        }
        throw new AssertionError("a browser's hello is not understood");
    }

    private static Result parse(byte[] bytes) {
        return ClientHelloParser.parse(bytes, 0, bytes.length, LIMIT);
    }

    private static byte[] hello(Sender sender) {
        return switch (sender) {
            case BROWSER -> browser(X25519, 32).padTo(512).bytes();
            case POST_QUANTUM ->
                browser(X25519_MLKEM768, 1216).encryptedClientHello().bytes();
            case ONE_BYTE_RECORDS -> browser(X25519, 32).padTo(512).inRecordsOf(1);
        };
    }

    /** What Chrome sends, but for the order of its extensions, which changes from one connection to the next anyway. */
    private static Hello browser(int group, int keyLength) {
        return Hello.to("www.shop.example.com")
                .cipherSuites(
                        0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013, 0xc014, 0x009c,
                        0x009d, 0x002f, 0x0035)
                .grease()
                .extension(23) // extended_master_secret
                .extension(0xff01, new byte[1]) // renegotiation_info
                .extension(10, new byte[10]) // supported_groups
                .extension(11, new byte[2]) // ec_point_formats
                .extension(35) // session_ticket
                .alpn("h2", "http/1.1")
                .extension(5, new byte[5]) // status_request
                .extension(13, new byte[18]) // signature_algorithms
                .extension(18) // signed_certificate_timestamp
                .keyShare(group, keyLength)
                .extension(45, new byte[2]) // psk_key_exchange_modes
                .versions(0x6a6a, 0x0304, 0x0303)
                .extension(27, new byte[3]) // compress_certificate
                .extension(17613, new byte[5]) // application_settings
                .extension(0xcaca, new byte[1]); // GREASE again
    }
}
