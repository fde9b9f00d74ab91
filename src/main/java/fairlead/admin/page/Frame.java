package fairlead.admin.page;

import fairlead.admin.access.Principal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is around every page.
 *
 * @param title of the page, without the product's name
 * @param user who looks at it
 * @param issues how many things want to be looked at
 * @param navigation which renews itself
 * @param crumbs the pages above this one
 * @param flash what came of the form that led here
 */
public record Frame(
        String title, Principal user, int issues, Region navigation, List<Crumb> crumbs, Optional<Toast> flash) {

    /** A page above another. */
    public record Crumb(String href, String text) {}

    public Frame {
        crumbs = List.copyOf(crumbs);
    }

    /** The same below one more page. */
    public Frame below(String href, String text) {
        List<Crumb> more =
                Stream.concat(crumbs.stream(), Stream.of(new Crumb(href, text))).toList();
        return new Frame(title, user, issues, navigation, more, flash);
    }

    /** {@code 2 issues - Settings - shop - Fairlead}: with the page above, unless that is the first of all. */
    public String windowTitle() {
        String trouble = issues == 0 ? "" : issues + (issues == 1 ? " issue - " : " issues - ");
        String above = crumbs.isEmpty() || crumbs.getLast().href().equals("/")
                ? ""
                : crumbs.getLast().text() + " - ";
        return trouble + title + " - " + above + "Fairlead";
    }

    /** The icon of the window, which shows trouble too. */
    public String icon() {
        return issues == 0 ? "/static/favicon.svg" : "/static/favicon-trouble.svg";
    }
}
