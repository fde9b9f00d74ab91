package fairlead.admin.page;

import fairlead.admin.access.Client;
import fairlead.admin.access.Principal;
import fairlead.admin.settings.Typed;
import fairlead.admin.store.Author;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;

/** How requests of forms end, and who sent them. */
final class Forms {

    private Forms() {}

    static Author author(Context ctx) {
        return Author.of(Principal.of(ctx), Client.of(ctx));
    }

    static Typed typed(Context ctx) {
        return new Typed(ctx.formParamMap());
    }

    /** On to another page, at the end of what worked. */
    static void goTo(Context ctx, String page) {
        if (isHtmx(ctx)) {
            ctx.status(HttpStatus.NO_CONTENT).header("HX-Redirect", page);
        } else {
            ctx.redirect(page, HttpStatus.SEE_OTHER);
        }
    }

    /** The form comes again, with what is wrong. */
    static void invalid(Context ctx) {
        ctx.status(HttpStatus.UNPROCESSABLE_CONTENT);
    }

    /** Likewise when nothing is wrong with the form itself. htmx shows a page of this kind with one status only. */
    static void refused(Context ctx) {
        ctx.status(isHtmx(ctx) ? HttpStatus.UNPROCESSABLE_CONTENT : HttpStatus.CONFLICT);
    }

    private static boolean isHtmx(Context ctx) {
        return "true".equals(ctx.header("HX-Request"));
    }
}
