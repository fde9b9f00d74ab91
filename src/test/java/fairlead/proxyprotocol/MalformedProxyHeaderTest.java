package fairlead.proxyprotocol;

import static fairlead.proxyprotocol.Headers.SIGNATURE;
import static fairlead.proxyprotocol.Headers.ascii;
import static fairlead.proxyprotocol.Headers.hex;
import static fairlead.proxyprotocol.Headers.tlv;
import static fairlead.proxyprotocol.Headers.v2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import fairlead.proxyprotocol.ProxyHeaderParser.Result.Incomplete;
import fairlead.proxyprotocol.ProxyHeaderParser.Result.Malformed;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MalformedProxyHeaderTest {

    private static final String ADDRESSES4 = "cb007107 c0000201 dcb4 01bb";
    private static final String FIELDS = "not two addresses and two ports, with one space between";
    private static final String SOURCE4 = "source is not an address of TCP4";
    private static final String SOURCE6 = "source is not an address of TCP6";
    private static final String DESTINATION4 = "destination is not an address of TCP4";
    private static final String DESTINATION6 = "destination is not an address of TCP6";
    private static final String SOURCE_PORT = "source port is not a number from 0 to 65535";
    private static final String DESTINATION_PORT = "destination port is not a number from 0 to 65535";
    private static final String AUTHORITY = "AUTHORITY is not a host name of 1 to 255 bytes";

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("lines")
    void refusesLine(String line, String reason) {
        assertThat(ProxyHeaderParser.parse(ascii(line), 0, line.length())).isEqualTo(new Malformed(reason));
    }

    static Stream<Arguments> lines() {
        return Stream.of(
                arguments("GET / HTTP/1.1\r\n", "not a PROXY header"),
                arguments("\u0016\u0003\u0001", "not a PROXY header"),
                arguments("\0", "not a PROXY header"),
                arguments("\n", "not a PROXY header"),
                arguments(" PROXY UNKNOWN\r\n", "not a PROXY header"),
                arguments("proxy UNKNOWN\r\n", "not a PROXY header"),
                arguments("PO", "not a PROXY header"),
                arguments("PROXY\r", "not a PROXY header"),
                arguments("PROXY  TCP4", "not a PROXY header"),
                arguments("PROXY\tTCP4", "not a PROXY header"),
                arguments("PROXY tcp4", "not a PROXY header"),
                arguments("PROXY UDP4", "not a PROXY header"),
                arguments("PROXY TCP5", "not a PROXY header"),
                arguments("PROXY TCP4\r", "not a PROXY header"),
                arguments("PROXY UNKNOWNS", "unexpected character after UNKNOWN"),
                arguments("PROXY UNKNOWN\t", "unexpected character after UNKNOWN"),
                arguments("PROXY UNKNOWN\n", "LF without CR"),
                arguments("PROXY UNKNOWN a\nb\r\n", "LF without CR"),
                arguments("PROXY UNKNOWN a\rb", "CR without LF"),
                arguments("PROXY UNKNOWN\r\r\n", "CR without LF"),
                arguments("PROXY TCP4 1.2.3.4 1.2.3.4 1 1\n", "LF without CR"),
                arguments("PROXY TCP4 1.2.3.4 1.2.3.4 1 1\r ", "CR without LF"),
                arguments("PROXY UNKNOWN " + "x".repeat(92), "no CRLF in the first 107 bytes"),
                arguments("PROXY UNKNOWN " + "x".repeat(92) + "\r\n", "no CRLF in the first 107 bytes"),
                arguments("PROXY TCP4 " + "1".repeat(95), "no CRLF in the first 107 bytes"),
                arguments("PROXY TCP4 a", "unexpected character after TCP4"),
                arguments("PROXY TCP4 -", "unexpected character after TCP4"),
                arguments("PROXY TCP4 :", "unexpected character after TCP4"),
                arguments("PROXY TCP4 \u00b2", "unexpected character after TCP4"),
                arguments("PROXY TCP4 1.2.3.4\t", "unexpected character after TCP4"),
                arguments("PROXY TCP4 1.2.3.4 1.2.3.4 +", "unexpected character after TCP4"),
                arguments("PROXY TCP6 g", "unexpected character after TCP6"),
                arguments("PROXY TCP6 [", "unexpected character after TCP6"),
                arguments("PROXY TCP6 fe80::1%", "unexpected character after TCP6"),
                arguments("PROXY TCP6 ::1/", "unexpected character after TCP6"),
                arguments("PROXY TCP4 \r\n", FIELDS),
                arguments("PROXY TCP4 1.2.3.4 1.2.3.4 1\r\n", FIELDS),
                arguments("PROXY TCP4 1.2.3.4 1.2.3.4 1 1 1\r\n", FIELDS),
                arguments("PROXY TCP4 1.2.3.4 1.2.3.4 1 1 \r\n", FIELDS),
                arguments("PROXY TCP4  1.2.3.4 1.2.3.4 1 1\r\n", FIELDS),
                arguments("PROXY TCP4 1.2.3.4  1.2.3.4 1 1\r\n", FIELDS),
                arguments("PROXY TCP4 1.2.3.4 1.2.3.4 1  1\r\n", FIELDS),
                arguments("PROXY TCP4  1.2.3.4 1 1\r\n", SOURCE4),
                arguments("PROXY TCP4 1.2.3 1.2.3.4 1 1\r\n", SOURCE4),
                arguments("PROXY TCP4 1.2.3.4.5 1.2.3.4 1 1\r\n", SOURCE4),
                arguments("PROXY TCP4 1.2.3.4. 1.2.3.4 1 1\r\n", SOURCE4),
                arguments("PROXY TCP4 .1.2.3 1.2.3.4 1 1\r\n", SOURCE4),
                arguments("PROXY TCP4 1..2.3 1.2.3.4 1 1\r\n", SOURCE4),
                arguments("PROXY TCP4 16909060 1.2.3.4 1 1\r\n", SOURCE4),
                arguments("PROXY TCP4 256.2.3.4 1.2.3.4 1 1\r\n", SOURCE4),
                arguments("PROXY TCP4 1.2.3.4 1.2.3.999 1 1\r\n", DESTINATION4),
                arguments("PROXY TCP4 1.2.3.4 01.2.3.4 1 1\r\n", DESTINATION4),
                arguments("PROXY TCP4 1.2.3.4 1.2.3.00 1 1\r\n", DESTINATION4),
                arguments("PROXY TCP6 1.2.3.4 1.2.3.4 1 1\r\n", SOURCE6),
                arguments("PROXY TCP6 ::1 1.2.3.4 1 1\r\n", DESTINATION6),
                arguments("PROXY TCP6 1:2:3:4:5:6:7 :: 1 1\r\n", SOURCE6),
                arguments("PROXY TCP6 1:2:3:4:5:6:7:8:9 :: 1 1\r\n", SOURCE6),
                arguments("PROXY TCP6 1:2:3:4:5:6:7:8:: :: 1 1\r\n", SOURCE6),
                arguments("PROXY TCP6 1:2:3:4::5:6:7:8 :: 1 1\r\n", SOURCE6),
                arguments("PROXY TCP6 1::2:3:4:5:6:7:8:9 :: 1 1\r\n", SOURCE6),
                arguments("PROXY TCP6 1::2::3 :: 1 1\r\n", SOURCE6),
                arguments("PROXY TCP6 ::: :: 1 1\r\n", SOURCE6),
                arguments("PROXY TCP6 : :: 1 1\r\n", SOURCE6),
                arguments("PROXY TCP6 :1:2:3:4:5:6:7 :: 1 1\r\n", SOURCE6),
                arguments("PROXY TCP6 1:2:3:4:5:6:7: :: 1 1\r\n", SOURCE6),
                arguments("PROXY TCP6 1::2: :: 1 1\r\n", SOURCE6),
                arguments("PROXY TCP6 00001::1 :: 1 1\r\n", SOURCE6),
                arguments("PROXY TCP6 :: ::ffff:1.2.3 1 1\r\n", DESTINATION6),
                arguments("PROXY TCP6 :: ::ffff:1.2.3.04 1 1\r\n", DESTINATION6),
                arguments("PROXY TCP6 :: ::1.2.3.4:1 1 1\r\n", DESTINATION6),
                arguments("PROXY TCP6 :: 1.2.3.4:: 1 1\r\n", DESTINATION6),
                arguments("PROXY TCP6 :: 1:2:3:4:5:6:7:1.2.3.4 1 1\r\n", DESTINATION6),
                arguments("PROXY TCP6 :: ::f.2.3.4 1 1\r\n", DESTINATION6),
                arguments("PROXY TCP4 1.2.3.4 1.2.3.4 65536 1\r\n", SOURCE_PORT),
                arguments("PROXY TCP4 1.2.3.4 1.2.3.4 4294967297 1\r\n", SOURCE_PORT),
                arguments("PROXY TCP4 1.2.3.4 1.2.3.4 01 1\r\n", SOURCE_PORT),
                arguments("PROXY TCP4 1.2.3.4 1.2.3.4 1.0 1\r\n", SOURCE_PORT),
                arguments("PROXY TCP6 :: :: ff 1\r\n", SOURCE_PORT),
                arguments("PROXY TCP4 1.2.3.4 1.2.3.4 1 \r\n", DESTINATION_PORT),
                arguments("PROXY TCP4 1.2.3.4 1.2.3.4 1 00\r\n", DESTINATION_PORT),
                arguments("PROXY TCP4 1.2.3.4 1.2.3.4 1 99999\r\n", DESTINATION_PORT));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("binaries")
    void refusesBinary(String what, byte[] header, String reason) {
        assertThat(ProxyHeaderParser.parse(header, 0, header.length)).isEqualTo(new Malformed(reason));
    }

    static Stream<Arguments> binaries() {
        return Stream.of(
                arguments("a signature cut short", hex("0d0a0d0a000d0a5155495454"), "not a PROXY header"),
                arguments("a blank line", hex("0d0a0d0a0d0a"), "not a PROXY header"),
                arguments("version 1 in binary", hex(SIGNATURE, "11"), "version is not 2"),
                arguments("version 3", hex(SIGNATURE, "31"), "version is not 2"),
                arguments("command 2", hex(SIGNATURE, "22"), "unknown command"),
                arguments("command 15", hex(SIGNATURE, "2f"), "unknown command"),
                arguments("family 4", hex(SIGNATURE, "21 41"), "unknown address family"),
                arguments("family 15", hex(SIGNATURE, "21 f0"), "unknown address family"),
                arguments("transport 3", hex(SIGNATURE, "21 13"), "unknown transport"),
                arguments("transport 15 of no family", hex(SIGNATURE, "21 0f"), "unknown transport"),
                arguments("UDP over IPv4", hex(SIGNATURE, "21 12"), "datagram addresses on a stream"),
                arguments("UDP over IPv6", hex(SIGNATURE, "21 22"), "datagram addresses on a stream"),
                arguments("UNIX datagrams", hex(SIGNATURE, "21 32"), "datagram addresses on a stream"),
                arguments("4097 bytes", hex(SIGNATURE, "21 11 0ff1"), "longer than 4096 bytes"),
                arguments("65551 bytes", hex(SIGNATURE, "21 11 ffff"), "longer than 4096 bytes"),
                arguments("4097 bytes of LOCAL", hex(SIGNATURE, "20 00 0ff1"), "longer than 4096 bytes"),
                arguments("no IPv4 addresses", v2("21", "11", ""), "too short for its addresses"),
                arguments("11 bytes of IPv4", hex(SIGNATURE, "21 11 000b"), "too short for its addresses"),
                arguments("35 bytes of IPv6", hex(SIGNATURE, "21 21 0023"), "too short for its addresses"),
                arguments("215 bytes of UNIX", hex(SIGNATURE, "21 31 00d7"), "too short for its addresses"),
                tlvs("half a TLV's type and length", "0200", "truncated TLV"),
                tlvs("one byte after a TLV", tlv(0x04, "") + "04", "truncated TLV"),
                tlvs("a TLV longer than the header", "040001", "truncated TLV"),
                tlvs("a TLV much longer than the header", "e0ffff00", "truncated TLV"),
                tlvs("a wrong checksum", tlv(0x03, "00000000"), "CRC32C does not match"),
                tlvs("a checksum in the other byte order", tlv(0x03, "95e72531"), "CRC32C does not match"),
                tlvs("a checksum of 3 bytes", tlv(0x03, "3125e7"), "CRC32C is not 4 bytes"),
                tlvs("a checksum of 5 bytes", tlv(0x03, "3125e79500"), "CRC32C is not 4 bytes"),
                tlvs("an empty checksum", tlv(0x03, ""), "CRC32C is not 4 bytes"),
                tlvs("an empty host name", tlv(0x02, ""), AUTHORITY),
                tlvs("a host name of 256 bytes", tlv(0x02, "61".repeat(256)), AUTHORITY),
                tlvs("a host name with a NUL", tlv(0x02, "610062"), AUTHORITY),
                tlvs("a host name with a line feed", tlv(0x02, "610a62"), AUTHORITY),
                tlvs("a host name with a DEL", tlv(0x02, "617f62"), AUTHORITY),
                tlvs("a host name with a C1 control", tlv(0x02, "61c28562"), AUTHORITY),
                tlvs("a host name in Latin-1", tlv(0x02, "6be46c6c6572"), AUTHORITY),
                tlvs("a host name in overlong UTF-8", tlv(0x02, "61c0ae62"), AUTHORITY),
                tlvs("a host name twice", tlv(0x02, "61") + tlv(0x02, "61"), "AUTHORITY twice"),
                tlvs("an empty ALPN name", tlv(0x01, ""), "ALPN is not 1 to 255 bytes"),
                tlvs("an ALPN name of 256 bytes", tlv(0x01, "61".repeat(256)), "ALPN is not 1 to 255 bytes"),
                tlvs("an ALPN name twice", tlv(0x01, "6832") + tlv(0x01, "6832"), "ALPN twice"),
                tlvs("a unique id of 129 bytes", tlv(0x05, "00".repeat(129)), "UNIQUE_ID longer than 128 bytes"),
                tlvs("a unique id twice", tlv(0x05, "") + tlv(0x05, ""), "UNIQUE_ID twice"),
                arguments("a truncated TLV of UNIX", v2("21", "31", "2f".repeat(216) + "03"), "truncated TLV"),
                arguments(
                        "a wrong checksum of UNIX",
                        v2("21", "31", "2f".repeat(216) + tlv(0x03, "00000000")),
                        "CRC32C does not match"),
                arguments(
                        "a right checksum twice",
                        hex(SIGNATURE, "21 11 001a", ADDRESSES4, "03 0004 d2f33bd4", "03 0004 00000000"),
                        "CRC32C twice"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("firstWrongBytes")
    void refusesAtTheFirstByteThatBelongsInNoHeader(String what, byte[] beginning) {
        assertThat(ProxyHeaderParser.parse(beginning, 0, beginning.length - 1)).isInstanceOf(Incomplete.class);
        assertThat(ProxyHeaderParser.parse(beginning, 0, beginning.length)).isInstanceOf(Malformed.class);
    }

    static Stream<Arguments> firstWrongBytes() {
        return Stream.of(
                arguments("first byte", ascii("G")),
                arguments("within PROXY", ascii("PROXX")),
                arguments("within the keyword", ascii("PROXY UNKNOWM")),
                arguments("within an address", ascii("PROXY TCP4 1.2.x")),
                arguments("CR too early", ascii("PROXY TCP4 1.2.3.4\r")),
                arguments("after CR", ascii("PROXY TCP6 :: :: 0 0\r\r")),
                arguments("one too many", ascii("PROXY UNKNOWN " + " ".repeat(92))),
                arguments("within the signature", hex("0d0a0d0a01")),
                arguments("version", hex(SIGNATURE, "01")),
                arguments("family", hex(SIGNATURE, "21 51")),
                arguments("length", hex(SIGNATURE, "21 11 0000")));
    }

    private static Arguments tlvs(String what, String tlvs, String reason) {
        return arguments(what, v2("21", "11", ADDRESSES4 + tlvs), reason);
    }
}
