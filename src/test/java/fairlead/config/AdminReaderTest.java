package fairlead.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminReaderTest {
    private static final String TLS = "\"certificate_file\": \"/etc/a.pem\", \"key_file\": \"/etc/a-key.pem\"";

    @Test
    void readsAll() {
        assertThat(admin("\"address\": \"::\", \"port\": 9443, \"allowed_hosts\": [\"LB.example.com.\"], " + TLS))
                .isEqualTo(new AdminConfig(
                        true,
                        "::",
                        9443,
                        Optional.of(new AdminConfig.Tls("/etc/a.pem", "/etc/a-key.pem")),
                        false,
                        List.of("lb.example.com")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "10.0.0.1", "2001:db8::1"})
    void anAddressThatOthersReachNeedsTlsOrAWord(String address) {
        String member = "\"address\": \"%s\"".formatted(address);
        assertThat(problems(member))
                .singleElement()
                .asString()
                .startsWith("admin.address: \"" + address + "\" can be reached by others")
                .contains("certificate_file and key_file", "\"127.0.0.1\"", "insecure");
        assertThat(admin(member + ", \"insecure\": true").insecure()).isTrue();
        assertThat(admin(member + ", " + TLS).tls()).isPresent();
        assertThat(admin(member + ", \"enabled\": false").enabled()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"})
    void theLoopbackAddressDoesNot(String address) {
        assertThat(admin("\"address\": \"%s\"".formatted(address)).address()).isEqualTo(address);
    }

    @Test
    void aCertificateNeedsItsKeyAndAKeyItsCertificate() {
        assertThat(problems("\"certificate_file\": \"/etc/a.pem\""))
                .containsExactly("admin.certificate_file: needs key_file beside it");
        assertThat(problems("\"key_file\": \"/etc/a-key.pem\""))
                .containsExactly("admin.key_file: needs certificate_file beside it");
    }

    @Test
    void whatIsNoPathAndNoNameIsSaid() {
        assertThat(problems("\"certificate_file\": \"\", \"key_file\": \"/etc/\""))
                .hasSize(2)
                .allMatch(problem -> problem.contains("must be the path of a file in PEM"));
        assertThat(problems("\"allowed_hosts\": [\"https://lb.example.com/\"]"))
                .singleElement()
                .asString()
                .startsWith("admin.allowed_hosts[0]: ");
    }

    private static AdminConfig admin(String members) {
        return parse(members) instanceof ConfigFile.Result.Valid valid
                ? valid.config().admin()
                : AdminConfig.DEFAULT;
    }

    private static List<String> problems(String members) {
        return Document.problems(parse(members));
    }

    private static ConfigFile.Result parse(String members) {
        return ConfigFile.parse("{\"admin\": {%s}, \"load_balancers\": []}".formatted(members));
    }
}
