package fairlead.admin.page;

import fairlead.admin.settings.SectionView;
import java.util.List;
import java.util.Optional;

/**
 * The settings of a load balancer.
 *
 * @param sections one of them as a form, perhaps
 * @param version what the form carries, so that nobody's change is lost
 * @param notice why the form could not be saved
 * @param mayChange whether whoever looks may edit
 * @param host a name that clients ask for, for examples
 * @param danger what was typed in the forms below
 */
public record SettingsView(
        LoadBalancerHead head,
        List<SectionView> sections,
        String version,
        Optional<Notice> notice,
        boolean mayChange,
        String host,
        Danger danger) {

    /**
     * The forms that rename and delete.
     *
     * @param name that was typed as the new one
     * @param nameError what is wrong with it
     * @param deleteError why it was not deleted
     */
    public record Danger(String name, Optional<String> nameError, Optional<String> deleteError) {
        static Danger of(String loadBalancer) {
            return new Danger(loadBalancer, Optional.empty(), Optional.empty());
        }
    }

    public SettingsView {
        sections = List.copyOf(sections);
    }
}
