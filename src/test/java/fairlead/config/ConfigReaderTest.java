package fairlead.config;

import static fairlead.config.Document.loadBalancer;
import static fairlead.config.Document.rule;
import static org.assertj.core.api.Assertions.assertThat;

import fairlead.config.LoadBalancerConfig.OnUnhealthy;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {

    private static final String LB = "load_balancers[0].";
    private static final String RULE = LB + "forwarding_rules[0].";
    private static final String BACKEND = LB + "backends[0].";

    private static Document minimal() {
        return Document.minimal().with("listeners", "[{\"port\": 443}]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "max_connections                             | 0        | must be a whole number from 1 to 1000000; found the number 0",
                "max_connections                             | 1000001  | must be a whole number from 1 to 1000000; found the number 1000001",
                "max_connections                             | 1.0      | must be a whole number from 1 to 1000000; found the number 1.0",
                "max_connections                             | 99999999999999999999 | must be a whole number from 1 to 1000000; found the number 99999999999999999999",
                "max_connections                             | null     | must be a whole number from 1 to 1000000; found null: leave the key out for its default",
                "drain_timeout_seconds                       | 0        | must be a number of seconds from 0.001 to 604800 (7 days); found the number 0",
                "drain_timeout_seconds                       | 604800.5 | must be a number of seconds from 0.001 to 604800 (7 days); found the number 604800.5",
                "access_log                                  | \"off\"  | must be an object in braces { }; found the string \"off\"",
                "access_log.output                           | \"stdot\" | must be \"stdout\", \"off\" or the path of a file, such as \"/var/log/fairlead/access.log\"; found the string \"stdot\"",
                "access_log.output                           | \"logs/\" | must be \"stdout\", \"off\" or the path of a file, such as \"/var/log/fairlead/access.log\"; found the string \"logs/\"",
                "access_log.output                           | \"/a\\u0000\" | must be \"stdout\", \"off\" or the path of a file, such as \"/var/log/fairlead/access.log\"; found the string \"/a\\u0000\"",
                "access_log.format                           | \"JSON\" | must be one of \"text\", \"json\"; found the string \"JSON\": did you mean \"json\"?",
                "access_log.http_path                        | \"query\" | must be one of \"off\", \"path\", \"path_and_query\"; found the string \"query\": did you mean \"path_and_query\"?",
                "access_log.rotate_bytes                     | 4095     | must be a whole number from 4096 to 1099511627776; found the number 4095",
                "access_log.keep_files                       | -1       | must be a whole number from 0 to 1000; found the number -1",
                "resolve_interval_seconds                    | 0        | must be a number of seconds from 0.001 to 604800 (7 days); found the number 0",
                "public_addresses                            | \"192.0.2.1\" | must be an array in brackets [ ]; found the string \"192.0.2.1\"",
                "public_addresses[0]                         | \"0.0.0.0\" | \"0.0.0.0\" is no address that a client can connect to: write the one that the DNS gives to clients",
                "webhook_url                                 | true     | must be a string in double quotes; found true",
                "webhook_url                                 | \"ftp://a\" | must begin with \"https://\" or \"http://\": write one such as \"https://hooks.example.com/fairlead\"",
                "state_file                                  | \"state\" | must be the path of a file, such as \"/var/lib/fairlead/state\"; found the string \"state\"",
                "state_file                                  | \"/var/\" | must be the path of a file, such as \"/var/lib/fairlead/state\"; found the string \"/var/\"",
                "listeners                                   | {}       | must be an array in brackets [ ]; found an object",
                "listeners[0]                                | 443      | must be an object in braces { }; found the number 443",
                "listeners[0].port                           | 0        | must be a whole number from 1 to 65535; found the number 0",
                "listeners[0].port                           | \"443\"  | must be a whole number from 1 to 65535, without quotes; found the string \"443\"",
                "listeners[0].address                        | \"*\"    | \"*\" is not an IP address: write \"::\" for all, IPv4 and IPv6",
                "listeners[0].address                        | 1        | must be a string in double quotes; found the number 1",
                "listeners[0].accept_proxy_protocol          | \"true\" | must be true or false, without quotes; found the string \"true\"",
                "listeners[0].trusted_proxies                | \"::\"   | must be an array in brackets [ ]; found the string \"::\"",
                "listeners[0].trusted_proxies[0]             | null     | must be a string in double quotes; found null",
                "listeners[0].client_hello_timeout_seconds   | \"5s\"   | must be a number of seconds, such as 5 or 0.5; found the string \"5s\"",
                "listeners[0].max_client_hello_bytes         | 65537    | must be a whole number from 1024 to 65536; found the number 65537",
                "listeners[0].proxy_header_timeout_seconds   | 0.0004   | must be a number of seconds from 0.001 to 604800 (7 days); found the number 0.00040",
                "listeners[0].max_connections_per_client     | -1       | must be a whole number from 0 to 1000000; found the number -1",
                "load_balancers                              | {}       | must be an array in brackets [ ]; found an object",
                "load_balancers[0]                           | []       | must be an object in braces { }; found an empty array",
                LB
                        + "name                                   | \"a b\"  | must be 1 to 64 letters, digits, '-', '_' or '.', beginning with a letter or digit; found the string \"a b\"",
                LB
                        + "name                                   | \"\"     | must be 1 to 64 letters, digits, '-', '_' or '.', beginning with a letter or digit; found the string \"\"",
                LB
                        + "name                                   | null     | must be a string in double quotes; found null",
                LB
                        + "hosts                                  | \"a.example\" | must be an array in brackets [ ]; found the string \"a.example\"",
                LB
                        + "hosts[0]                               | \"*\"    | \"*\" is no host name: leave hosts empty to make a catch-all of this load balancer",
                LB
                        + "hosts[1]                               | \"Shop.Example.com.\" | \"shop.example.com\" is listed twice: remove it here",
                LB
                        + "forwarding_rules                       | []       | must hold at least one rule; found an empty array",
                RULE
                        + "entry_protocol                       | \"ssl\"  | must be one of \"https\", \"http2\", \"http\", \"tcp\"; found the string \"ssl\"",
                RULE
                        + "entry_port                           | 65536    | must be a whole number from 1 to 65535; found the number 65536",
                RULE
                        + "target_protocol                      | 1        | must be one of \"https\", \"http2\", \"http\", \"tcp\"; found the number 1",
                RULE
                        + "target_port                          | -1       | must be a whole number from 1 to 65535; found the number -1",
                RULE
                        + "tls_passthrough                      | 1        | must be true or false, without quotes; found the number 1",
                RULE
                        + "listener_address                     | \"[::]\" | \"[::]\" is not an IP address: write \"::\", without brackets",
                LB + "backends                               | null     | must be an array in brackets [ ]; found null",
                BACKEND
                        + "name                              | \"-a\"   | must be 1 to 64 letters, digits, '-', '_' or '.', beginning with a letter or digit; found the string \"-a\"",
                BACKEND
                        + "address                           | \"10.0.0.300\" | \"10.0.0.300\" is not an IP address: write one such as \"10.0.0.11\"",
                BACKEND
                        + "port                              | 0        | must be a whole number from 1 to 65535; found the number 0",
                BACKEND
                        + "weight                            | 257      | must be a whole number from 1 to 256; found the number 257",
                BACKEND
                        + "mode                              | \"disable\" | must be one of \"enabled\", \"drain\", \"disabled\", \"backup\"; found the string \"disable\": did you mean \"disabled\"?",
                LB
                        + "algorithm                              | \"least_conn\" | must be one of \"round_robin\", \"least_connections\", \"random_two_choices\"; found the string \"least_conn\": did you mean \"least_connections\"?",
                LB
                        + "sticky_sessions                        | \"none\" | must be an object in braces { }; found the string \"none\"",
                LB
                        + "redirect_http_to_https                 | 0        | must be true or false, without quotes; found the number 0",
                LB
                        + "proxy_protocol                         | true     | must be one of \"off\", \"v1\", \"v2\"; found true",
                LB
                        + "firewall                               | []       | must be an object in braces { }; found an empty array",
                LB
                        + "connect_timeout_seconds                | []       | must be a number of seconds, such as 5 or 0.5; found an empty array",
                LB
                        + "idle_timeout_seconds                   | 1e300    | must be a number of seconds from 0.001 to 604800 (7 days); found the number 1.0E300",
                LB
                        + "half_close_timeout_seconds             | null     | must be a number of seconds, such as 5 or 0.5; found null: leave the key out for its default",
                LB
                        + "max_connections                        | -1       | must be a whole number from 0 to 1000000; found the number -1",
                LB
                        + "all_unhealthy                          | \"try\"  | must be one of \"try_anyway\", \"refuse\"; found the string \"try\"",
                LB
                        + "on_unhealthy                           | \"drop\" | must be one of \"keep\", \"close\"; found the string \"drop\"",
                LB
                        + "slow_start_seconds                     | 0        | must be a number of seconds from 0.001 to 604800 (7 days); found the number 0",
                LB
                        + "slow_start_seconds                     | null     | must be a number of seconds, such as 5 or 0.5; found null: leave the key out for its default",
                LB
                        + "backend_drain_timeout_seconds          | \"60\" | must be a number of seconds, such as 5 or 0.5; found the string \"60\"",
                LB
                        + "queue                                  | 100      | must be an object in braces { }; found the number 100",
                LB
                        + "queue.max_waiting                      | 100001   | must be a whole number from 0 to 100000; found the number 100001",
                LB
                        + "queue.timeout_seconds                  | -1       | must be a number of seconds from 0.001 to 604800 (7 days); found the number -1",
                BACKEND
                        + "max_connections                   | 1000001  | must be a whole number from 0 to 1000000; found the number 1000001",
                LB
                        + "acme_backend                           | \"web-2\" | \"web-2\" is none of the backends: did you mean \"web-1\"?",
                LB
                        + "acme_backend                           | \"caddy\" | \"caddy\" is none of the backends: write the name of one, or remove this key",
            })
    void refusesAValueAndSaysWhatToWrite(String path, String value, String message) {
        Document document = minimal();
        if (path.startsWith("access_log.")) {
            document.with("access_log", "{}");
        }
        if (path.contains("queue.")) {
            document.with(LB + "queue", "{}");
        }
        if (path.startsWith("public_addresses[")) {
            document.with("public_addresses", "[]");
        }
        if (path.endsWith("trusted_proxies[0]")) {
            document.with("listeners[0].trusted_proxies", "[]");
        }
        assertThat(document.with(path, value).problems()).containsExactly(path + ": " + message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "load_balancers",
                LB + "name",
                LB + "forwarding_rules",
                LB + "backends",
                RULE + "entry_protocol",
                RULE + "entry_port",
                RULE + "target_protocol",
                RULE + "target_port",
                BACKEND + "name",
                BACKEND + "address",
                "listeners[0].port",
            })
    void wantsWhatHasNoDefault(String path) {
        assertThat(minimal().without(path).problems())
                .containsExactly(path + ": is missing, and has no default: add it");
    }

    @ParameterizedTest
    @CsvSource({
        "max_conections,                  max_connections",
        "accesslog,                       access_log",
        "access_log.path,                 -",
        "access_log.formatt,              format",
        "listeners[0].trustedProxies,     trusted_proxies",
        LB + "host,                       -",
        LB + "sticky_session,             sticky_sessions",
        LB + "enable_proxy_protocol,      proxy_protocol",
        LB + "idle_timeout,               idle_timeout_seconds",
        LB + "colour,                     -",
        LB + "health_checks,              health_check",
        LB + "slow_start,                 slow_start_seconds",
        LB + "queue.max_wait,             max_waiting",
        "webhook,                         webhook_url",
        RULE + "listen_address,           listener_address",
        BACKEND + "weigth,                weight",
        LB + "firewall.denys,             deny",
        LB + "sticky_sessions.cookie_domain, -",
    })
    void refusesAnUnknownKeyAndSuggestsAnother(String path, String suggestion) {
        Document document = minimal().with(LB + "firewall", "{}");
        if (path.startsWith("access_log.")) {
            document.with("access_log", "{}");
        }
        if (path.contains("queue.")) {
            document.with(LB + "queue", "{}");
        }
        if (path.contains("sticky_sessions.")) {
            document.with(LB + "sticky_sessions", "{}");
        }
        String start = path + ": unknown key: ";
        assertThat(document.with(path, "1").problems())
                .singleElement()
                .asString()
                .satisfies(problem -> {
                    if (suggestion.equals("-")) {
                        assertThat(problem).startsWith(start + "the keys here are ");
                    } else {
                        assertThat(problem).isEqualTo(start + "did you mean \"%s\"?", suggestion);
                    }
                });
    }

    @Test
    void quotesAKeyThatWouldBlurThePath() {
        assertThat(Document.minimal()
                        .with("load_balancers[0].firewall", "{\"a.b\\n\": 1}")
                        .problems())
                .containsExactly(
                        "load_balancers[0].firewall[\"a.b\\u000a\"]: unknown key: the keys here are allow, deny");
    }

    @ParameterizedTest
    @CsvSource({"0.001, 1", "0.5, 500", "2.5, 2500", "5, 5000", "5.0, 5000", "1e3, 1000000", "604800, 604800000"})
    void takesFractionsOfSeconds(String seconds, long millis) {
        Config config =
                Document.minimal().with("drain_timeout_seconds", seconds).config();
        assertThat(config.drainTimeout()).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void refusesATimeTooLongToHold() {
        assertThat(Document.problems(ConfigFile.parse("{\"load_balancers\": [], \"drain_timeout_seconds\": 1e999}")))
                .containsExactly("drain_timeout_seconds: must be a number of seconds from 0.001 to 604800 (7 days); "
                        + "found a number too large to hold");
    }

    @Test
    void doesNotSuggestAKeyThatIsThereAlready() {
        assertThat(Document.minimal().with(BACKEND + "names", "1").problems())
                .containsExactly(
                        BACKEND
                                + "names: unknown key: the keys here are name, address, port, http_port, weight, mode, max_connections");
    }

    @Test
    void refusesOneNameForTwo() {
        String shop = loadBalancer("shop", "shop.example.com", rule("https", 443));
        String other = loadBalancer("shop", "blog.example.com", rule("https", 443));
        assertThat(Document.of("{\"load_balancers\": [%s, %s]}".formatted(shop, other))
                        .with("load_balancers[1].backends[1]", "{\"name\": \"web-1\", \"address\": \"10.0.0.12\"}")
                        .problems())
                .containsExactly(
                        "load_balancers[1].name: \"shop\" is already the name of another load balancer: choose a different one",
                        "load_balancers[1].backends[1].name: "
                                + "\"web-1\" is already the name of another backend of this load balancer: choose a different one");
    }

    @Test
    void readsWhatIsWrittenAtTheTop() {
        Config config = Document.minimal()
                .with("resolve_interval_seconds", "0.5")
                .with("public_addresses", "[\"192.0.2.1\", \"2001:db8::1\"]")
                .with("webhook_url", "\"http://127.0.0.1:8080/hook?token=1\"")
                .with("state_file", "\"./state\"")
                .config();
        assertThat(config.resolveInterval()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.publicAddresses()).containsExactly(Cidr.literal("192.0.2.1"), Cidr.literal("2001:db8::1"));
        assertThat(config.webhookUrl()).contains(URI.create("http://127.0.0.1:8080/hook?token=1"));
        assertThat(config.stateFile()).contains("./state");
    }

    @Test
    void readsWhatIsWrittenForUnhealthyDrainingAndFullBackends() {
        LoadBalancerConfig shop = Document.minimal()
                .with(LB + "on_unhealthy", "\"close\"")
                .with(LB + "slow_start_seconds", "30")
                .with(LB + "backend_drain_timeout_seconds", "0.25")
                .with(LB + "queue", "{\"max_waiting\": 0, \"timeout_seconds\": 1}")
                .with(BACKEND + "max_connections", "1000000")
                .with(BACKEND + "address", "\"Web.Internal.\"")
                .config()
                .loadBalancers()
                .getFirst();
        assertThat(shop.onUnhealthy()).isEqualTo(OnUnhealthy.CLOSE);
        assertThat(shop.slowStart()).contains(Duration.ofSeconds(30));
        assertThat(shop.backendDrainTimeout()).contains(Duration.ofMillis(250));
        assertThat(shop.queue()).isEqualTo(new QueueConfig(0, Duration.ofSeconds(1)));
        assertThat(shop.backends().getFirst().maxConnections()).isEqualTo(1_000_000);
        assertThat(shop.backends().getFirst().address()).isEqualTo(new BackendAddress.Name("web.internal"));
    }

    @Test
    void refusesAPublicAddressTwiceInAnySpelling() {
        assertThat(Document.minimal()
                        .with("public_addresses", "[\"192.0.2.1\", \"::ffff:192.0.2.1\"]")
                        .problems())
                .containsExactly("public_addresses[1]: \"::ffff:192.0.2.1\" is listed twice: remove it here");
    }

    @Test
    void refusesOneFileForStateAndLog() {
        assertThat(Document.minimal()
                        .with("access_log", "{\"output\": \"/var/log/fairlead/all\"}")
                        .with("state_file", "\"/var/log/./fairlead/all\"")
                        .problems())
                .containsExactly("state_file: is the file of access_log.output too: choose another");
    }

    @Test
    void refusesHostsThatOnlyTcpRulesWouldHaveToSee() {
        assertThat(Document.minimal()
                        .with(RULE.substring(0, RULE.length() - 1), rule("tcp", 443))
                        .problems())
                .containsExactly(LB + "hosts: cannot be told apart by tcp rules, which see no names: "
                        + "remove hosts, or make entry_protocol \"https\"");
    }

    @Test
    void takesATcpRuleBesideTlsRulesThatSeeTheHosts() {
        assertThat(Document.minimal()
                        .with(LB + "forwarding_rules[1]", rule("tcp", 5432))
                        .problems())
                .isEmpty();
    }

    @Test
    void keepsTheNameOfTheAcmeBackend() {
        Config config =
                Document.minimal().with(LB + "acme_backend", "\"web-1\"").config();
        assertThat(config.loadBalancers().getFirst().acmeBackend()).isEqualTo(Optional.of("web-1"));
    }

    @Test
    void doesNotMissAnAcmeBackendThatHasAMistakeElsewhere() {
        assertThat(Document.minimal()
                        .with(LB + "acme_backend", "\"web-1\"")
                        .with(BACKEND + "weight", "0")
                        .problems())
                .containsExactly(BACKEND + "weight: must be a whole number from 1 to 256; found the number 0");
    }
}
