package fairlead.admin.page;

import fairlead.admin.access.Principal;

/**
 * What is around every page.
 *
 * @param title of the page, without the product's name
 * @param section whose entry in the navigation is marked: {@code overview}
 * @param findings that stand open
 */
public record Frame(String title, String section, Principal user, int findings) {}
