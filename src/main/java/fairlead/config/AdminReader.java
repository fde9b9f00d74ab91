package fairlead.config;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Reads the {@code admin} object. */
final class AdminReader {
    private AdminReader() {}

    static AdminConfig read(JsonObject json) {
        AdminConfig standard = AdminConfig.DEFAULT;
        boolean enabled = json.value("enabled", standard.enabled(), new Scalar.Bool());
        Optional<String> written = json.text("address", AdminReader::address);
        int port = json.integer("port", standard.port(), Scalar.port());
        Optional<AdminConfig.Tls> tls = tls(json);
        boolean insecure = json.value("insecure", standard.insecure(), new Scalar.Bool());
        List<String> hosts = json.texts("allowed_hosts", HostNames::name).values();
        String address = written.orElse(standard.address());
        if (enabled && json.isSound() && tls.isEmpty() && !insecure && !isLoopback(address)) {
            json.problem(
                    "address",
                    "%s can be reached by others, and without TLS they could read the tokens: name certificate_file and key_file, or write \"127.0.0.1\", or set insecure to true where the network itself is safe"
                            .formatted(Quote.text(address)));
        }
        return new AdminConfig(enabled, address, port, tls, insecure, hosts);
    }

    private static Optional<AdminConfig.Tls> tls(JsonObject json) {
        Optional<String> certificate = json.text("certificate_file", AdminReader::path);
        Optional<String> key = json.text("key_file", AdminReader::path);
        if (json.isSound() && certificate.isPresent() != key.isPresent()) {
            json.problem(
                    certificate.isPresent() ? "certificate_file" : "key_file",
                    "needs %s beside it".formatted(certificate.isPresent() ? "key_file" : "certificate_file"));
        }
        return certificate.flatMap(chain -> key.map(secret -> new AdminConfig.Tls(chain, secret)));
    }

    private static String address(String text) {
        Addresses.listener(text);
        return text;
    }

    private static String path(String text) {
        if (text.isBlank() || text.endsWith("/") || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "must be the path of a file in PEM, such as \"/etc/fairlead/admin.pem\"; found the string "
                            + Quote.text(text));
        }
        return text;
    }

    private static boolean isLoopback(String literal) {
        InetAddress address = Addresses.listener(literal);
        return address.isLoopbackAddress();
    }
}
