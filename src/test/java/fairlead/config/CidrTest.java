package fairlead.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {

    @Nested
    class WhenContaining {

        @ParameterizedTest
        @CsvSource({
            "203.0.113.0/24,    203.0.113.0",
            "203.0.113.0/24,    203.0.113.255",
            "198.51.100.7,      198.51.100.7",
            "198.51.100.7/32,   198.51.100.7",
            "10.64.0.0/10,      10.127.255.255",
            "128.0.0.0/1,       255.255.255.255",
            "0.0.0.0/0,         203.0.113.9",
            "0.0.0.0/0,         ::ffff:203.0.113.9",
            "203.0.113.0/24,    ::ffff:203.0.113.9",
            "::ffff:203.0.113.0/120, 203.0.113.9",
            "::ffff:203.0.113.9, 203.0.113.9",
            "::ffff:0:0/96,     192.0.2.1",
            "2001:db8::/32,     2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
            "2001:db8:0:8000::/49, 2001:db8:0:ffff::",
            "2001:db8::1,       2001:db8:0:0::1",
            "2001:db8::1/128,   2001:db8::1",
            "::/0,              2001:db8::1",
        })
        void findsWhatLiesInside(String block, String address) {
            assertThat(Cidr.parse(block).contains(Cidr.literal(address))).isTrue();
        }

        @ParameterizedTest
        @CsvSource({
            "203.0.113.0/24,    203.0.112.255",
            "203.0.113.0/24,    203.0.114.0",
            "198.51.100.7,      198.51.100.6",
            "10.64.0.0/10,      10.128.0.0",
            "10.64.0.0/10,      10.63.255.255",
            "128.0.0.0/1,       127.255.255.255",
            "2001:db8::/32,     2001:db9::",
            "2001:db8:0:8000::/49, 2001:db8:0:7fff::",
            "2001:db8::1/128,   2001:db8::2",
            "::/0,              203.0.113.9",
            "0.0.0.0/0,         2001:db8::1",
        })
        void leavesOutWhatLiesOutside(String block, String address) {
            assertThat(Cidr.parse(block).contains(Cidr.literal(address))).isFalse();
        }

        @Test
        void takesAnAddressThatArrivesInIpv6FormForItsIpv4Address() throws UnknownHostException {
            byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, (byte) 203, 0, 113, 9};
            assertThat(Cidr.parse("203.0.113.0/24").contains(InetAddress.getByAddress(mapped)))
                    .isTrue();
        }
    }

    @Nested
    class WhenParsing {

        @ParameterizedTest
        @CsvSource({
            "10.0.0.0/8,               10.0.0.0/8",
            "10.0.0.1,                 10.0.0.1/32",
            "0.0.0.0/0,                0.0.0.0/0",
            "::/0,                     0:0:0:0:0:0:0:0/0",
            "2001:DB8::,               2001:db8:0:0:0:0:0:0/128",
            "::ffff:10.0.0.0/104,      10.0.0.0/8",
            "::ffff:a00:1,             10.0.0.1/32",
        })
        void keepsTheBlock(String text, String block) {
            assertThat(Cidr.parse(text)).hasToString(block);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "10.0.0.1/8          | \"10.0.0.1/8\" has bits set after its prefix: write \"10.0.0.0/8\"",
                    "255.255.255.255/31  | \"255.255.255.255/31\" has bits set after its prefix: write \"255.255.255.254/31\"",
                    "2001:db8::1/64      | \"2001:db8::1/64\" has bits set after its prefix: write \"2001:db8:0:0:0:0:0:0/64\"",
                    "::ffff:10.0.0.1/120 | \"::ffff:10.0.0.1/120\" has bits set after its prefix: write \"10.0.0.0/24\"",
                    "10.0.0.0/33         | the number after the slash of \"10.0.0.0/33\" must be between 0 and 32",
                    "2001:db8::/129      | the number after the slash of \"2001:db8::/129\" must be between 0 and 128",
                    "::ffff:0:0/95       | the number after the slash of \"::ffff:0:0/95\" must be between 96 and 128",
                    "10.0.0.0/           | \"10.0.0.0/\" has no number after the slash",
                    "10.0.0.0/-1         | \"10.0.0.0/-1\" has no number after the slash",
                    "10.0.0.0/+8         | \"10.0.0.0/+8\" has no number after the slash",
                    "10.0.0.0/08         | \"10.0.0.0/08\" has no number after the slash",
                    "10.0.0.0/8/8        | \"10.0.0.0/8/8\" has no number after the slash",
                    "10.0.0.0/9999999999 | \"10.0.0.0/9999999999\" has no number after the slash",
                    "10.0.0.0/\u0668     | \"10.0.0.0/\u0668\" has no number after the slash",
                    "/8                  | \"\" is not an IP address",
                    "10.0.0/8            | \"10.0.0\" is not an IP address",
                })
        void saysWhatIsWrong(String text, String sentence) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Cidr.parse(text))
                    .withMessage(sentence);
        }
    }

    @Nested
    class WhenReadingALiteral {

        @Test
        void takesIpv6FormOfIpv4ForIpv4() {
            assertThat(Cidr.literal("::ffff:192.0.2.1")).isInstanceOf(Inet4Address.class);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "", "1", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "1.2.3.4.", "0x7f.0.0.1", "localhost",
                    "example.com", ".:1", ":", ":::", "1::2::3", "12345::", "::1%lo", "[::1]", "::ffff:010.0.0.1",
                    "::1.2.3", "1:2:3:4:5:6:7:8:9", " 1.2.3.4", "1.2.3.4\n", "\u0661.2.3.4"
                })
        void refusesAnythingElseWithoutAskingTheDns(String text) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Cidr.literal(text))
                    .withMessageEndingWith(" is not an IP address");
        }
    }
}
