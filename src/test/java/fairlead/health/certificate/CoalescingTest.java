package fairlead.health.certificate;

import static fairlead.health.certificate.Certificates.config;
import static fairlead.health.certificate.Certificates.loadBalancer;
import static fairlead.health.certificate.Certificates.naming;
import static fairlead.health.certificate.Certificates.overHttp2;
import static fairlead.health.certificate.Certificates.served;
import static org.assertj.core.api.Assertions.assertThat;

import fairlead.config.Config;
import fairlead.health.finding.Finding;
import fairlead.health.finding.Finding.Draft;
import fairlead.health.finding.Finding.Kind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CoalescingTest {
    private static final String SHOP = loadBalancer("shop", "shop.example.com", 443, "10.0.0.1");
    private static final String BLOG = loadBalancer("blog", "blog.example.com", 443, "10.0.0.2");
    private static final ServedCertificate WILDCARD =
            overHttp2(naming(served("web-1", "shop.example.com", "AA"), "*.example.com"));

    @Test
    void aCertificateForTheHostsOfTwoPoolsIsARisk() {
        assertThat(risks(config(SHOP, BLOG), WILDCARD)).singleElement().satisfies(draft -> {
            assertThat(draft.key())
                    .isEqualTo(new Finding.Key(
                            Kind.COALESCING, Optional.of("shop"), Optional.empty(), Optional.of("blog.example.com")));
            assertThat(draft.text())
                    .isEqualTo("the certificate for shop.example.com on web-1 also covers blog.example.com of the "
                            + "load balancer blog on port 443, so that browsers may send its requests to shop over "
                            + "HTTP/2: give shop and blog separate certificates");
        });
    }

    @Test
    void withoutHttp2BrowsersDoNotMixThemUp() {
        assertThat(risks(config(SHOP, BLOG), naming(served("web-1", "shop.example.com", "AA"), "*.example.com")))
                .isEmpty();
    }

    @Test
    void onAnotherPortBrowsersDoNotMixThemUp() {
        assertThat(risks(config(SHOP, loadBalancer("blog", "blog.example.com", 8443, "10.0.0.2")), WILDCARD))
                .isEmpty();
    }

    @Test
    void onTheSameServersItDoesNotMatter() {
        assertThat(risks(config(SHOP, loadBalancer("blog", "blog.example.com", 443, "10.0.0.1")), WILDCARD))
                .isEmpty();
    }

    @ParameterizedTest(name = "a certificate for {2} in {0} beside {1}: {3}")
    @CsvSource({
        "*.example.com, api.example.com, *.example.com, true",
        "*.example.com, api.example.com, www.example.com, false",
        "shop.example.com, *.example.com, shop.example.com, false",
        "shop.example.com, *.example.com, blog.example.com, true",
        "shop.example.com, *.example.com, *.example.com, true",
        "*.shop.example.com, *.example.com, *.shop.example.com, false",
        "shop.example.com, *.example.com, *.a.example.com, true",
        "shop.example.com, *.example.org, *.example.com, false",
        "shop.example.com, a.blog.example.com, *.example.com, false"
    })
    void countsWhatRoutingWouldSendElsewhere(String host, String otherHost, String name, boolean risky) {
        Config config =
                config(loadBalancer("shop", host, 443, "10.0.0.1"), loadBalancer("blog", otherHost, 443, "10.0.0.2"));
        assertThat(risks(config, overHttp2(naming(served("web-1", host, "AA"), name)))
                        .isEmpty())
                .isEqualTo(!risky);
    }

    @Test
    void aThirdThatClaimsTheNameMoreCloselyIsTheOneAtRisk() {
        Config config = config(
                SHOP,
                loadBalancer("all", "*.example.com", 443, "10.0.0.3"),
                loadBalancer("api", "api.example.com", 443, "10.0.0.4"));
        assertThat(risks(config, overHttp2(naming(served("web-1", "shop.example.com", "AA"), "api.example.com"))))
                .extracting(draft -> draft.key().host())
                .containsExactly(Optional.of("api.example.com"));
    }

    private static List<Draft> risks(Config config, ServedCertificate... served) {
        return Coalescing.risks(config, config.loadBalancers().getFirst(), new Sightings("shop", List.of(served)));
    }
}
