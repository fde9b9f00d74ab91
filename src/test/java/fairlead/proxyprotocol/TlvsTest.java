package fairlead.proxyprotocol;

import static fairlead.proxyprotocol.Headers.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlvsTest {

    @Test
    void areEqualWhenTheirValuesAre() {
        assertThat(tlvs("a", "h2", "id")).isEqualTo(tlvs("a", "h2", "id")).hasSameHashCodeAs(tlvs("a", "h2", "id"));
        assertThat(tlvs("a", "h2", "id")).isNotEqualTo(tlvs("a", "h2", "other"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\nb", "a\0", "a\u007f", "a\u0085", "a\ufffd"})
    void refuseAnAuthorityThatTheParserWouldRefuse(String authority) {
        assertThatIllegalArgumentException().isThrownBy(() -> tlvs(authority, "h2", "id"));
    }

    @Test
    void countTheAuthorityInBytes() {
        assertThat(tlvs("\u00e4".repeat(127), "h2", "id").authority()).isPresent();
        assertThatIllegalArgumentException().isThrownBy(() -> tlvs("\u00e4".repeat(128), "h2", "id"));
    }

    @Test
    void refuseAnAlpnNameThatIsNot1To255Bytes() {
        assertThatIllegalArgumentException().isThrownBy(() -> tlvs("a", "", "id"));
        assertThatIllegalArgumentException().isThrownBy(() -> tlvs("a", "x".repeat(256), "id"));
        assertThatIllegalArgumentException().isThrownBy(() -> tlvs("a", "\u20ac", "id"));
    }

    @Nested
    class AUniqueId {

        @Test
        void keepsItsBytesToItself() {
            byte[] given = {1, 2, 3};
            UniqueId id = UniqueId.of(given);
            given[0] = 9;
            id.bytes()[1] = 9;
            assertThat(id.bytes()).containsExactly(1, 2, 3);
        }

        @Test
        void isEqualToOneOfTheSameBytes() {
            assertThat(UniqueId.of("ab"))
                    .isEqualTo(UniqueId.of(hex("6162")))
                    .hasSameHashCodeAs(UniqueId.of(hex("6162")));
            assertThat(UniqueId.of("ab")).isNotEqualTo(UniqueId.of("ac")).isNotEqualTo("ab");
        }

        @Test
        void hasAtMost128Bytes() {
            assertThat(UniqueId.of(new byte[128]).bytes()).hasSize(128);
            assertThatIllegalArgumentException().isThrownBy(() -> UniqueId.of(new byte[129]));
            assertThatIllegalArgumentException().isThrownBy(() -> UniqueId.of("\u00e4".repeat(65)));
        }

        @Test
        void isPrintedAsTextOnlyWhenItIsVisibleAscii() {
            assertThat(UniqueId.of("01JX-7~!")).hasToString("01JX-7~!");
            assertThat(UniqueId.of("a b")).hasToString("0x612062");
            assertThat(UniqueId.of("a\nb")).hasToString("0x610a62");
            assertThat(UniqueId.of(hex("617f"))).hasToString("0x617f");
            assertThat(UniqueId.of(hex("61ff"))).hasToString("0x61ff");
        }
    }

    private static Tlvs tlvs(String authority, String alpn, String uniqueId) {
        return new Tlvs(Optional.of(authority), Optional.of(alpn), Optional.of(UniqueId.of(uniqueId)));
    }
}
