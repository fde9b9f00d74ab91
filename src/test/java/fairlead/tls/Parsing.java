package fairlead.tls;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.tls.ClientHelloParser.Reason;
import fairlead.tls.ClientHelloParser.Result;
import fairlead.tls.ClientHelloParser.Result.Complete;
import fairlead.tls.ClientHelloParser.Result.Incomplete;
import fairlead.tls.ClientHelloParser.Result.Malformed;
import java.util.Arrays;
import org.assertj.core.api.InstanceOfAssertFactories;

/** Calls the parser as the proxy does: on a part of a larger array, whose other bytes must not matter. */
final class Parsing {

    static final int LIMIT = 64 * 1024;

    private Parsing() {}

    static Result parse(byte[] bytes) {
        return parse(bytes, LIMIT);
    }

    static Result parse(byte[] bytes, int limit) {
        Result result = parseAmong((byte) 0, bytes, limit);
        assertThat(parseAmong((byte) 0xff, bytes, limit)).isEqualTo(result);
        return result;
    }

    static ClientHello complete(byte[] bytes) {
        return assertThat(parse(bytes))
                .asInstanceOf(InstanceOfAssertFactories.type(Complete.class))
                .actual()
                .hello();
    }

    static int incomplete(byte[] bytes) {
        return assertThat(parse(bytes))
                .asInstanceOf(InstanceOfAssertFactories.type(Incomplete.class))
                .actual()
                .atLeast();
    }

    static Reason malformed(byte[] bytes) {
        return assertThat(parse(bytes))
                .asInstanceOf(InstanceOfAssertFactories.type(Malformed.class))
                .actual()
                .reason();
    }

    private static Result parseAmong(byte filler, byte[] bytes, int limit) {
        byte[] larger = new byte[bytes.length + 30];
        Arrays.fill(larger, filler);
        System.arraycopy(bytes, 0, larger, 7, bytes.length);
        return ClientHelloParser.parse(larger, 7, 7 + bytes.length, limit);
    }
}
