package fairlead.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrailersTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "grpc-status",
                "grpc-message",
                "X-Checksum",
                "Server-Timing",
                "ETag",
                "Digest",
                "Repr-Digest",
                "Content-Digest"
            })
    void arePassedOn(String name) {
        assertThat(Forwarding.trailers(Heads.fields(name + ": 0")).all(name)).containsExactly("0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding",
                "Content-Length",
                "content_length",
                "Content-Type",
                "Content-Encoding",
                "Content-Range",
                "Host",
                "Connection",
                "Keep-Alive",
                "Proxy-Connection",
                "Proxy-Anything",
                "TE",
                "Trailer",
                "UPGRADE",
                "Authorization",
                "Proxy-Authorization",
                "WWW-Authenticate",
                "Cookie",
                "set-cookie",
                "Forwarded",
                "X-Forwarded-For",
                "X_Forwarded_For",
                "X-Real-IP",
                "Via",
                "Expect",
                "Cache-Control",
                "If-Match",
                "Range",
                "Location",
                "Vary",
                "Max-Forwards"
            })
    void areTakenOffWhenTheyBelongBeforeTheBody(String name) {
        assertThat(Forwarding.trailers(Heads.fields("A: b", name + ": 0", "C: d")))
                .isEqualTo(Heads.fields("A: b", "C: d"));
    }

    @Test
    void areTakenOffWhenTheyNameEachOtherInConnection() {
        assertThat(Forwarding.trailers(Heads.fields("Connection: a", "A: b"))).isEqualTo(Fields.NONE);
        assertThat(Forwarding.trailers(Fields.NONE)).isEqualTo(Fields.NONE);
    }
}
