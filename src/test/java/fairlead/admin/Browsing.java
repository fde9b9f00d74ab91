package fairlead.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One Chromium for the tests of a class. Each begins logged out, in a light window of a desktop computer, and fails when the
 * console complained; an answer that refuses something is no complaint.
 */
final class Browsing implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    private Optional<Browser> started = Optional.empty();

    Browser browser() {
        return started.orElseThrow();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        started = Optional.of(Browser.start());
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        browser().forget();
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        if (context.getExecutionException().isPresent()) {
            browser().screenshot("failed-" + context.getRequiredTestMethod().getName());
            return;
        }
        assertThat(browser().complaints())
                .filteredOn(complaint -> !complaint.contains("the server responded with a status of 4"))
                .isEmpty();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        started.ifPresent(Browser::close);
    }
}
