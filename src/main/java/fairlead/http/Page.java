package fairlead.http;

/** A page for people who get to see one of Fairlead's own responses, as HTML. */
final class Page {
    private Page() {}

    static String saying(String title, String sentence) {
        return of(title, escaped(sentence));
    }

    static String leadingTo(String title, String location) {
        String target = escaped(location);
        return of(title, "This page is at <a href=\"" + target + "\">" + target + "</a>.");
    }

    private static String of(String title, String paragraph) {
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"color-scheme\" content=\"light dark\">\n<title>" + title + "</title>\n</head>\n"
                + "<body>\n<h1>" + title + "</h1>\n<p>" + paragraph + "</p>\n</body>\n</html>\n";
    }

    private static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.append(c);
            }
        }
        return safe.toString();
    }
}
