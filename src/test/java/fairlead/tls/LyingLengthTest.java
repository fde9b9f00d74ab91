package fairlead.tls;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.tls.ClientHelloParser.Reason;
import fairlead.tls.ClientHelloParser.Result.Complete;
import fairlead.tls.ClientHelloParser.Result.Incomplete;
import fairlead.tls.ClientHelloParser.Result.Malformed;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every length field of a hello, and every way it can contradict the bytes it measures. */
class LyingLengthTest {

    private static final List<String> FIELDS = List.of(
            "handshake",
            "session_id",
            "cipher_suites",
            "compression_methods",
            "extensions",
            "extension 0",
            "server_name_list",
            "host_name",
            "extension 16",
            "protocol_name_list",
            "protocol_name",
            "extension 43",
            "versions");

    private static final Map<String, IntUnaryOperator> LIES = Map.of(
            "one less", length -> length - 1,
            "one more", length -> length + 1,
            "two more", length -> length + 2,
            "nothing", length -> 0,
            "all bits set", length -> -1);

    static Hello hello() {
        return Hello.to("shop.example.com").alpn("h2").versions(0x0304, 0x0303);
    }

    static Stream<Arguments> everyFieldAndLie() {
        return FIELDS.stream().flatMap(field -> LIES.keySet().stream().sorted().map(lie -> Arguments.of(field, lie)));
    }

    @Test
    void isTriedInEveryFieldOfTheMessage() {
        assertThat(hello().lengths()).isEqualTo(FIELDS);
        assertThat(Parsing.parse(hello().bytes())).isInstanceOf(Complete.class);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("everyFieldAndLie")
    void isNeverBelieved(String field, String lie) {
        byte[] bytes =
                hello().lying(field, LIES.getOrDefault(lie, length -> length)).bytes();

        if (field.equals("handshake") && lie.endsWith("more")) {
            assertThat(Parsing.parse(bytes)).isInstanceOf(Incomplete.class); // the rest may come in another record
        } else {
            assertThat(Parsing.parse(bytes)).isInstanceOf(Malformed.class);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("everyFieldAndLie")
    void isNeverBelievedInManyRecordsEither(String field, String lie) {
        byte[] bytes =
                hello().lying(field, LIES.getOrDefault(lie, length -> length)).inRecordsOf(7);

        assertThat(Parsing.parse(bytes)).isNotInstanceOf(Complete.class);
    }

    @Test
    void isABadLengthToTheUser() {
        assertThat(Parsing.malformed(hello().lying("extensions", n -> n - 1).bytes()))
                .isEqualTo(Reason.BAD_LENGTH);
        assertThat(Parsing.malformed(hello().lying("extension 43", n -> n + 1).bytes()))
                .isEqualTo(Reason.BAD_LENGTH);
    }

    @Test
    void isFoundInAnExtensionThatNobodyInterprets() {
        Hello hello = Hello.to("shop.example.com").keyShare(0x001d, 32);

        assertThat(Parsing.malformed(hello.lying("extension 51", n -> n + 1).bytes()))
                .isEqualTo(Reason.BAD_LENGTH);
    }
}
