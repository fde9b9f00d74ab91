package fairlead.admin.page;

import java.util.List;

/**
 * The way to every page.
 *
 * @param section whose entry is marked: {@code overview}; {@code load_balancer/shop} for a load balancer
 * @param findings that stand open
 * @param critical whether clients fail because of one
 * @param issues how many things want to be looked at
 */
public record Navigation(
        String section, List<LoadBalancerLink> loadBalancers, int findings, boolean critical, int issues) {

    /** Below a load balancer's entry, the most that are listed one by one. */
    public static final int MOST = 30;

    /** To the page of a load balancer. */
    public record LoadBalancerLink(String name, State state) {
        public String section() {
            return "load_balancer/" + name;
        }
    }

    public Navigation {
        loadBalancers = List.copyOf(loadBalancers);
    }

    /** Whether this entry is the one that is marked. */
    public boolean isAt(String entry) {
        return section.equals(entry);
    }
}
