package fairlead.health.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReasonTest {
    private static final Duration FIVE = Duration.ofSeconds(5);

    @Test
    void namesWhatAConnectCanEndIn() {
        assertThat(Reason.ofConnecting(new ConnectException("Connection refused"), FIVE))
                .isEqualTo("connect refused");
        assertThat(Reason.ofConnecting(new ConnectException("Verbindungsaufbau abgelehnt"), FIVE))
                .isEqualTo("connect refused");
        assertThat(Reason.ofConnecting(new NoRouteToHostException("No route to host"), FIVE))
                .isEqualTo("no route to host");
        assertThat(Reason.ofConnecting(new SocketException("Network is unreachable"), FIVE))
                .isEqualTo("network unreachable");
        assertThat(Reason.ofConnecting(new ConnectException("Connection timed out"), FIVE))
                .isEqualTo("no answer in 5 s");
        assertThat(Reason.ofConnecting(new SocketException("Protocol not available"), FIVE))
                .isEqualTo("connect failed: Protocol not available");
    }

    @Test
    void namesWhatTalkingCanEndIn() {
        assertThat(Reason.ofTalking(new EOFException(), FIVE)).isEqualTo("the server closed the connection");
        assertThat(Reason.ofTalking(new IOException("Broken pipe"), FIVE))
                .isEqualTo("the server closed the connection");
        assertThat(Reason.ofTalking(new SocketException("Connection reset"), FIVE))
                .isEqualTo("the server reset the connection");
    }

    @ParameterizedTest
    @CsvSource({
        "Received fatal alert: handshake_failure",
        "(handshake_failure) Received fatal alert: handshake_failure",
    })
    void namesTheAlertInTheWordsOfEachJava(String message) {
        assertThat(Reason.ofTalking(new SSLHandshakeException(message), FIVE)).isEqualTo("alert handshake_failure");
    }

    @ParameterizedTest
    @CsvSource({"PT5S,5", "PT0.2S,0.2", "PT1.5S,1.5", "PT1M,60", "PT10S,10"})
    void writesSecondsAsTheConfigDoes(Duration timeout, String seconds) {
        assertThat(Reason.ofTalking(new SocketTimeoutException("Read timed out"), timeout))
                .isEqualTo("no answer in " + seconds + " s");
    }

    @Test
    void makesForeignWordsHarmless() {
        String hostile = "a\r\nb\u001b[31m\u00fc" + "x".repeat(1000);
        assertThat(Reason.of(new IOException(hostile)))
                .hasSize(200)
                .startsWith("a??b?[31m?xxx")
                .endsWith("x...");
    }

    @Test
    void namesTheTypeOfAnExceptionWithoutWords() {
        assertThat(Reason.of(new IllegalStateException())).isEqualTo("IllegalStateException");
    }
}
