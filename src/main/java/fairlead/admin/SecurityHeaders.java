package fairlead.admin;

import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/** The fields that every answer has, whoever gives it: they tell browsers to do less. */
final class SecurityHeaders implements HttpConfiguration.Customizer {
    private static final Map<String, String> FIELDS = Map.of(
            "Content-Security-Policy",
            "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy", // with no-referrer, browsers would hide from us too where a form comes from
            "same-origin",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Permissions-Policy",
            "camera=(), geolocation=(), microphone=(), payment=(), usb=()");

    @Override
    public Request customize(Request request, HttpFields.Mutable response) {
        addTo(response);
        return request;
    }

    static void addTo(HttpFields.Mutable response) {
        FIELDS.forEach(response::put);
    }
}
