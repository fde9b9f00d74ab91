package fairlead.config;

import static fairlead.config.Document.problems;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{~ `a`: 1,~}         | line 3, column 1: no comma may stand before }: remove it",
                "{`a`: [1, 2,]}       | line 1, column 13: no comma may stand before ]: remove it",
                "{`a`: 1~ `b`: 2}     | line 2, column 2: a comma is missing before this, or a colon after a key",
                "{`a`: [{}~ {}]}      | line 2, column 2: a comma is missing before this, or a colon after a key",
                "{`a` 1}              | line 1, column 6: a comma is missing before this, or a colon after a key",
                "{`a`: 1,, `b`: 2}    | line 1, column 9: a comma too many, or a value is missing before it",
                "{`a`:: 1}            | line 1, column 6: a colon belongs between a key in double quotes and its value",
                "{`a`: }              | line 1, column 7: a value is missing or incomplete before }",
                "{`a`: 1]             | line 1, column 8: ] closes nothing that is open here",
                "{`a`: true]          | line 1, column 11: ] closes nothing that is open here",
                "{`a`=1}              | line 1, column 5: = is not JSON: a colon follows a key, a comma separates values",
                "{'a': 1}             | line 1, column 2: strings and keys stand in straight double quotes: write ` instead of '",
                "{`a`: \u201cx\u201d} | line 1, column 7: strings and keys stand in straight double quotes: write ` instead of \u201c",
                "{a: 1}               | line 1, column 2: text and keys stand in double quotes: write `a`",
                "{`a`: https}         | line 1, column 7: text and keys stand in double quotes: write `https`",
                "{`a`: NaN}           | line 1, column 10: text and keys stand in double quotes: write `NaN`",
                "{`a`: True}          | line 1, column 7: write true instead of True",
                "{`a`: no}            | line 1, column 7: write false instead of no",
                "{1: 2}               | line 1, column 2: 1 cannot stand here: a key belongs in double quotes",
                "{ // why~`a`: 1}     | line 1, column 3: JSON has no comments: remove it",
                "{ # why~`a`: 1}      | line 1, column 3: JSON has no comments: remove it",
                "{`a`: `x~}           | line 1, column 9: a string is not closed at the end of the line: add a double quote",
                "{`a`: `x\ty`}        | line 1, column 9: a string holds a tab: write \\t in its place",
                "{`a`: `C:\\x`}       | line 1, column 11: \\x means nothing in a string: write a backslash as \\\\",
                "{`a`: `\\u12G4`}     | line 1, column 12: four digits or letters a to f must follow \\u",
                "{`a`: `\u0001`}      | line 1, column 8: an invisible character (U+0001) cannot stand here: remove it",
                "{`a`:\u00a01}        | line 1, column 6: an invisible character (U+00A0) cannot stand here: remove it",
                "{`a`: 5s}            | line 1, column 8: a number has no unit: remove the letters, or write text in double quotes",
                "{`a`: 10.0.0.1}      | line 1, column 9: not a number: write one such as 0.5, or text such as an IP address in double quotes",
                "{`a`: .5}            | line 1, column 7: not a number: write one such as 0.5, or text such as an IP address in double quotes",
                "{`a`: 01}            | line 1, column 8: a number has no zero in front: remove it",
                "{`a`: +1}            | line 1, column 8: a number has no plus sign: remove it",
                "{`a`: [1, {`b`: `x`  | line 1, column 20: the file ends too early: a brace, a bracket or a double quote is not closed",
                "{`a`: `x             | line 1, column 9: the file ends too early: a brace, a bracket or a double quote is not closed",
                "{}}                  | line 1, column 3: the document has ended before this: remove what follows",
                "{}~{}                | line 2, column 1: the document has ended before this: remove what follows",
                "{} x                 | line 1, column 4: the document has ended before this: remove what follows",
            })
    void namesTheMistakeInOneSentence(String text, String problem) {
        assertThat(problems(ConfigFile.parse(text.replace('`', '"').replace('~', '\n'))))
                .containsExactly(problem.replace('`', '"'));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\n", "\ufeff"})
    void saysThatTheFileIsEmpty(String text) {
        assertThat(problems(ConfigFile.parse(text)))
                .containsExactly("the file is empty: write at least {\"load_balancers\": []}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]      | an empty array",
                "[{}]    | an array",
                "null    | null",
                "1e99999 | a number too large to hold",
                "true    | true",
            })
    void wantsAnObjectAtTheTop(String text, String found) {
        assertThat(problems(ConfigFile.parse(text))).containsExactly("must be an object in braces { }; found " + found);
    }

    @Nested
    class AKeyGivenTwice {

        @Test
        void isReportedAtItsPlaceBesideEverythingElse() {
            String json = """
                    {
                      "load_balancers": [],
                      "listeners": [
                        {"port": 443,
                         "port": 444, "x": 1}
                      ],
                      "load_balancers": []
                    }
                    """;
            assertThat(problems(ConfigFile.parse(json)))
                    .containsExactly(
                            "load_balancers: stands here twice (again in line 7): keep one of them",
                            "listeners[0]: no forwarding rule uses port 444: "
                                    + "add one with \"entry_port\": 444, or remove this listener",
                            "listeners[0].port: stands here twice (again in line 5): keep one of them",
                            "listeners[0].x: unknown key: the keys here are port, address, accept_proxy_protocol, "
                                    + "trusted_proxies, client_hello_timeout_seconds, max_client_hello_bytes, "
                                    + "proxy_header_timeout_seconds, http_header_timeout_seconds, "
                                    + "http_idle_timeout_seconds, max_connections_per_client");
        }

        @Test
        void isAlsoOneThatIsSpeltDifferently() {
            assertThat(problems(ConfigFile.parse("{\"load_balancers\": [], \"\\u006coad_balancers\": []}")))
                    .containsExactly("load_balancers: stands here twice (again in line 1): keep one of them");
        }
    }

    @Nested
    class Excess {

        @Test
        void ofDepthIsRefused() {
            assertThat(problems(ConfigFile.parse("[".repeat(1_000_000))))
                    .containsExactly("line 1, column 34: braces and brackets are nested deeper than 32 levels");
            assertThat(problems(ConfigFile.parse("{\"a\":".repeat(1_000_000)))).hasSize(1);
        }

        @Test
        void ofDigitsIsRefused() {
            assertThat(problems(ConfigFile.parse("{\"max_connections\": %s}".formatted("1".repeat(1_000_000)))))
                    .singleElement()
                    .asString()
                    .endsWith(": a key or number is far too long");
        }

        @Test
        void ofTextIsShortenedInTheMessage() {
            String json = "{\"load_balancers\": [], \"max_connections\": \"%s\"}".formatted("x".repeat(10_000_000));
            assertThat(problems(ConfigFile.parse(json)))
                    .containsExactly("max_connections: must be a whole number from 1 to 1000000, without quotes; "
                            + "found the string \"" + "x".repeat(80) + "...\"");
        }

        @Test
        void ofKeysIsShortenedInThePathAndInTheirNumber() {
            StringBuilder json = new StringBuilder("{\"load_balancers\": [], \"")
                    .append("k".repeat(40_000))
                    .append("\": 1");
            for (int i = 0; i < 300_000; i++) {
                json.append(", \"port").append(i).append("\": 1");
            }
            assertThat(problems(ConfigFile.parse(json.append("}").toString())))
                    .hasSize(1001)
                    .allSatisfy(problem -> assertThat(problem).hasSizeLessThan(300));
        }

        @Test
        void ofElementsIsOneProblem() {
            String json = "{\"load_balancers\": [], \"max_connections\": [%s1]}".formatted("1,".repeat(8_000_000));
            assertThat(problems(ConfigFile.parse(json)))
                    .containsExactly("max_connections: must be a whole number from 1 to 1000000; found an array");
        }

        @Test
        void ofTheFileIsRefused() {
            assertThat(problems(ConfigFile.parse(" ".repeat(ConfigFile.LARGEST + 1))))
                    .containsExactly("the file is larger than 16 MiB");
        }
    }
}
