package fairlead.admin;

import fairlead.support.Tools;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.ElementNotInteractableException;
import org.openqa.selenium.NotFoundException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Chromium without a window. A test without it is skipped, see {@link Tools#requireBrowser}. */
public final class Browser implements AutoCloseable {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** A window of a desktop computer, light. */
    public static Browser start() {
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(Tools.requireBrowser());
        options.addArguments(
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars");
        options.setCapability("goog:loggingPrefs", logs);
        System.setProperty("webdriver.chrome.driver", Tools.require("chromedriver"));
        Browser browser = new Browser(new ChromeDriver(options));
        browser.desktop();
        browser.theme("light");
        return browser;
    }

    /** Sends this token with every request from now on. */
    public Browser bearer(String token) {
        command("Network.enable", Map.of());
        command("Network.setExtraHTTPHeaders", Map.of("headers", Map.of("Authorization", "Bearer " + token)));
        return this;
    }

    public Browser desktop() {
        return window(1280);
    }

    /** A window of this width, in pixels. */
    public Browser window(int width) {
        command(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 860, "deviceScaleFactor", 1, "mobile", false));
        return this;
    }

    public Browser phone() {
        command(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 390, "height", 844, "deviceScaleFactor", 1, "mobile", true));
        return this;
    }

    /** What the system prefers: {@code light} or {@code dark}. */
    public Browser theme(String theme) {
        command(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", theme))));
        return this;
    }

    /** Lets scripts run, or not. */
    public Browser scripts(boolean run) {
        command("Emulation.setScriptExecutionDisabled", Map.of("value", !run));
        return this;
    }

    public Browser open(URI uri) {
        driver.get(uri.toString());
        return this;
    }

    public ChromeDriver driver() {
        return driver;
    }

    /** The element that is there, or comes within some seconds. */
    public WebElement find(String css) {
        return until(() -> driver.findElement(By.cssSelector(css)));
    }

    /** Waits until the page has this element, with this in its text. */
    public WebElement find(String css, String text) {
        return until(() -> driver.findElements(By.cssSelector(css)).stream()
                .filter(element -> element.getText().contains(text))
                .findFirst()
                .orElse(null));
    }

    /** Clicks on the element that is there, or comes within some seconds; again when it was replaced meanwhile. */
    public Browser click(String css) {
        return click(css, "");
    }

    /** Clicks on the first of these elements with this in its text. */
    public Browser click(String css, String text) {
        return until(() -> {
            find(css, text).click();
            return this;
        });
    }

    /** Puts this into an input, in place of what is there. */
    public Browser type(String css, String text) {
        WebElement input = find(css);
        input.clear();
        input.sendKeys(text);
        return this;
    }

    /** Presses these keys, wherever the focus is. */
    public Browser press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
        return this;
    }

    /** Chooses the entry with this value. */
    public Browser choose(String css, String value) {
        new Select(find(css)).selectByValue(value);
        return this;
    }

    /** What the element shows, once it has this in its text. */
    public String text(String css, String part) {
        return find(css, part).getText();
    }

    /** Waits for the page at this path, whatever its query. */
    public Browser arrive(String path) {
        return until(() -> URI.create(Objects.requireNonNull(driver.getCurrentUrl()))
                        .getPath()
                        .equals(path)
                ? this
                : null);
    }

    /** Waits until no such element has this in its text. */
    public Browser gone(String css, String text) {
        return until(() -> driver.findElements(By.cssSelector(css)).stream()
                        .filter(WebElement::isDisplayed)
                        .noneMatch(element -> element.getText().contains(text))
                ? this
                : null);
    }

    /** Logs in with this token, as a person does. */
    public Browser login(TestAdmin admin, String token) {
        return open(admin.uri("/login")).type("#token", token).click("button[type=submit]");
    }

    /** Logs in as the administrator, to the overview. */
    public Browser login(TestAdmin admin) {
        login(admin, TestAdmin.TOKEN).find("#theme");
        return this;
    }

    /** What a script of the test's own finds on the page. */
    public List<String> list(String script) {
        Object found = driver.executeScript(script);
        return ((List<?>) Objects.requireNonNull(found))
                .stream().map(String::valueOf).toList();
    }

    /** Forgets who is logged in, and which theme was chosen. */
    public Browser forget() {
        command("Network.clearBrowserCookies", Map.of());
        driver.get("about:blank");
        return desktop().theme("light").scripts(true);
    }

    /** Looks again and again until there is something; what is gone meanwhile is looked for anew. */
    public <T> T until(Supplier<? extends T> look) {
        return new WebDriverWait(driver, PATIENCE, Duration.ofMillis(50))
                .ignoring(NotFoundException.class)
                .ignoring(StaleElementReferenceException.class)
                .ignoring(ElementNotInteractableException.class) // covers what a toast is in front of
                .until(unused -> look.get());
    }

    /** What makes the page wider than the window; nothing, as it should be. */
    public List<String> overhang() {
        return list("""
                const edge = document.documentElement.clientWidth;
                if (document.documentElement.scrollWidth <= edge) return [];
                const clipped = (element) => {
                  for (let at = element.parentElement; at; at = at.parentElement) {
                    if (at !== document.body && getComputedStyle(at).overflowX !== "visible") return true;
                  }
                  return false;
                };
                return [...document.body.querySelectorAll("*")]
                    .filter((element) => element.getBoundingClientRect().right > edge + 1 && !clipped(element))
                    .map((element) => element.outerHTML.slice(0, 150));
                """);
    }

    /** Tables that are wider than there is room for them; none, as it should be. */
    public List<String> wideTables() {
        return list("""
                return [...document.querySelectorAll(".card:has(> table), .scroll:has(> table)")]
                    .filter((box) => box.scrollWidth > box.clientWidth + 1)
                    .map((box) => box.scrollWidth - box.clientWidth + " too wide: " + box.outerHTML.slice(0, 150));
                """);
    }

    /** Inputs of the page that nobody can name: without a label, or a name for those who do not see it. */
    public List<String> unlabelled() {
        return list("""
                return [...document.querySelectorAll("input:not([type=hidden]), select, textarea, button:not([hidden])")]
                    .filter((input) => !input.labels?.length && !input.textContent.trim() && !input.ariaLabel)
                    .map((input) => input.outerHTML.slice(0, 150));
                """);
    }

    /** What the console has complained about since this was last asked: scripts that failed, rules that were broken. */
    public List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /** The whole page as a file: {@code target/screenshots/overview-dark.png}. */
    public Path screenshot(String name) throws IOException {
        Files.createDirectories(SCREENSHOTS);
        Object height = driver.executeScript("return document.documentElement.scrollHeight");
        Object width = driver.executeScript("return document.documentElement.clientWidth");
        Map<String, Object> shot = driver.executeCdpCommand(
                "Page.captureScreenshot",
                Map.of(
                        "captureBeyondViewport",
                        true,
                        "clip",
                        Map.of(
                                "x",
                                0,
                                "y",
                                0,
                                "width",
                                Objects.requireNonNull(width),
                                "height",
                                Objects.requireNonNull(height),
                                "scale",
                                1)));
        byte[] png = OutputType.BYTES.convertFromBase64Png(String.valueOf(shot.get("data")));
        return Files.write(SCREENSHOTS.resolve(name + ".png"), png);
    }

    @Override
    public void close() {
        driver.quit();
    }

    private void command(String name, Map<String, Object> parameters) {
        var unused = driver.executeCdpCommand(name, parameters);
    }
}
