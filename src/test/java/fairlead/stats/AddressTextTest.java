package fairlead.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "192.0.2.1",
                "0.0.0.0",
                "[::]",
                "[::1]",
                "[1::]",
                "[2001:db8::1]",
                "[1:0:2::3]",
                "[1::2:0:0:3]",
                "[1::2:0:0:3:4]",
                "[0:1:2:3:4:5:6:7]",
                "[1:2:3:4:5:6:7:0]",
                "[10::10:0:0:100]",
                "[::1:2:3:4:5:6]"
            })
    void isTheShortestForm(String text) throws UnknownHostException {
        assertThat(AddressText.of(InetAddress.getByName(text), 443)).isEqualTo(text + ":443");
        assertThat('[' + AddressText.of(InetAddress.getByName(text)) + ']').contains(text);
    }
}
