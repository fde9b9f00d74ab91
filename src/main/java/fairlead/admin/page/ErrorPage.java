package fairlead.admin.page;

import fairlead.admin.views.StaticTemplates;
import io.javalin.http.Context;
import org.eclipse.jetty.http.HttpStatus;

/** Says to people why they do not get what they asked for. */
public final class ErrorPage {
    private ErrorPage() {}

    /**
     * Sends it.
     *
     * @param message a sentence, which begins with a small letter
     * @param requestId by which the log knows the request
     * @param known whether there is more to see for whoever asks
     */
    public static void send(Context ctx, int status, String message, String requestId, boolean known) {
        ErrorView view = new ErrorView(status, HttpStatus.getMessage(status), message, requestId, known);
        ctx.status(status);
        Pages.send(ctx, new StaticTemplates().pagesError(view));
    }
}
