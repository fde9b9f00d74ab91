package fairlead.admin;

import fairlead.admin.api.RequestId;
import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what is refused before anybody has looked at it: the status, in the shape of the API, and nothing else. */
final class BareErrors extends ErrorHandler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        SecurityHeaders.addTo(response.getHeaders());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        String requestId = RequestId.random();
        response.getHeaders().put(RequestId.HEADER, requestId);
        Content.Sink.write(response, true, text(response.getStatus(), requestId), callback);
        return true;
    }

    private static String text(int status, String requestId) {
        String id = HttpStatus.getMessage(status).toLowerCase(Locale.ROOT).replace(' ', '_');
        return "{\"id\": \"%s\", \"message\": \"%s\", \"request_id\": \"%s\"}\n"
                .formatted(id, message(status), requestId);
    }

    private static String message(int status) {
        return switch (status) {
            case HttpStatus.PAYLOAD_TOO_LARGE_413 -> "the request is too large";
            case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431, HttpStatus.URI_TOO_LONG_414 ->
                "the head of the request is too large";
            case HttpStatus.SERVICE_UNAVAILABLE_503 ->
                "somebody else is sending something large: try again in some seconds";
            case HttpStatus.REQUEST_TIMEOUT_408 -> "the request was not complete in time";
            default -> "this is not a request that can be served";
        };
    }
}
