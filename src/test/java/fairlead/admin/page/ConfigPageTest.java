package fairlead.admin.page;

import static org.assertj.core.api.Assertions.assertThat;

import fairlead.admin.PageForm;
import fairlead.admin.TestAdmin;
import fairlead.admin.store.Author;
import fairlead.admin.store.Change;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class ConfigPageTest {
    private static final String CONFIG = """
            {
              "access_log": {"output": "off"},
              "max_connections": 500,
              "load_balancers": []
            }
            """;

    private TestAdmin admin;

    @BeforeEach
    void start() throws IOException {
        admin = TestAdmin.start(CONFIG);
    }

    @AfterEach
    void stop() {
        admin.close();
    }

    private HttpResponse<String> checked(String text) throws Exception {
        return PageForm.of(PageForm.page(admin, "/config/edit"), "/config/check")
                .with("text", text)
                .submit(admin);
    }

    private static Document parsed(HttpResponse<String> response) {
        return Jsoup.parse(response.body());
    }

    private void changedByAlice() {
        Change change = admin.store().change(new Author("alice", "192.0.2.7"), Optional.empty(), tree -> {
            tree.put("max_connections", 501);
            return tree;
        });
        assertThat(change).isInstanceOf(Change.Applied.class);
    }

    @Test
    void theFileIsShownLineByLine() throws Exception {
        Document page = PageForm.page(admin, "/config");
        assertThat(page.select(".lines .line").eachText()).contains("\"max_connections\": 500,");
        HttpResponse<String> export = admin.get("/config/export");
        assertThat(export.body()).isEqualTo(CONFIG);
        assertThat(export.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"fairlead.json\"");
    }

    @Nested
    class Editing {
        @Test
        void showsTheDifferenceBeforeItIsApplied() throws Exception {
            String wanted = CONFIG.replace("500", "600");
            HttpResponse<String> response = checked(wanted.replace("\n", "\r\n"));
            assertThat(response.statusCode()).isEqualTo(200);
            Document page = parsed(response);
            assertThat(page.select(".diff .removed").text()).isEqualTo("-   \"max_connections\" : 500,");
            assertThat(page.select(".diff .added").text()).isEqualTo("+   \"max_connections\" : 600,");
            assertThat(admin.store().current().text()).isEqualTo(CONFIG);

            HttpResponse<String> applied = PageForm.of(page, "/config").submit(admin);
            assertThat(applied.statusCode()).isEqualTo(303);
            assertThat(Files.readString(admin.file())).isEqualTo(wanted.strip()); // jsoup strips a textarea
        }

        @Test
        void showsEachProblemWithItsLine() throws Exception {
            HttpResponse<String> response = checked("{\n\"max_connections\": \"<b>\",\n\"load_balancers\": [\n{}\n]}");
            assertThat(response.statusCode()).isEqualTo(422);
            Document page = parsed(response);
            Element first = page.selectFirst("#result tbody tr");
            assertThat(first).isNotNull();
            assertThat(first.child(0).text()).isEqualTo("2");
            assertThat(first.child(1).text())
                    .contains("max_connections must be a whole number")
                    .endsWith("\"max_connections\": \"<b>\",");
            assertThat(page.select("#result tbody tr").get(1).child(0).text()).isEqualTo("4");
            assertThat(page.select("form[action=/config]")).isEmpty();
        }

        @Test
        void saysWhereATextIsNoJson() throws Exception {
            Document page = parsed(checked("{\n\"load_balancers\": [],\n}"));
            assertThat(page.select("#result tbody tr > td:first-child").text()).isEqualTo("3");
            assertThat(page.select("#result .error").text()).contains("no comma may stand before }");
        }

        @Test
        void aTextThatClosesTheTextareaStaysInIt() throws Exception {
            Document page = parsed(checked("</textarea><script>alert(1)</script>"));
            assertThat(page.select("main script")).isEmpty();
            assertThat(page.select("#text").val()).isEqualTo("</textarea><script>alert(1)</script>");
        }

        @Test
        void whoWasFasterIsNamed() throws Exception {
            Document checked = parsed(checked(CONFIG.replace("500", "600")));
            changedByAlice();
            HttpResponse<String> response = PageForm.of(checked, "/config").submit(admin);
            assertThat(response.statusCode()).isEqualTo(409);
            Document page = parsed(response);
            assertThat(page.select(".notice").text()).contains("alice changed it");
            assertThat(page.select(".diff .removed").text()).contains("501");
            assertThat(PageForm.of(page, "/config").submit(admin).statusCode()).isEqualTo(303);
            assertThat(admin.store().current().config().maxConnections()).isEqualTo(600);
        }

        @Test
        void nothingToChangeIsSaid() throws Exception {
            assertThat(parsed(checked(CONFIG)).select("#result h2").text()).isEqualTo("Nothing would change");
        }
    }

    @Nested
    class ByHand {
        @Test
        void theFileIsNotOverwrittenAndCanBeReloaded() throws Exception {
            Document checked = parsed(checked(CONFIG.replace("500", "600")));
            String edited = CONFIG.replace("500", "700");
            Files.writeString(admin.file(), edited);
            HttpResponse<String> response = PageForm.of(checked, "/config").submit(admin);
            assertThat(response.statusCode()).isEqualTo(409);
            assertThat(parsed(response).select(".notice").text()).contains("was changed by hand");
            assertThat(Files.readString(admin.file())).isEqualTo(edited);

            Document page = PageForm.page(admin, "/config");
            assertThat(page.select(".notice").text()).contains("was changed by hand");
            assertThat(PageForm.of(page, "/config/reload").submit(admin).statusCode())
                    .isEqualTo(303);
            assertThat(admin.store().current().config().maxConnections()).isEqualTo(700);
            assertThat(PageForm.page(admin, "/config").select(".notice")).isEmpty();
        }

        @Test
        void whatCannotBeLoadedIsSaid() throws Exception {
            Files.writeString(admin.file(), CONFIG.replace("500", "-1"));
            HttpResponse<String> response = PageForm.of(PageForm.page(admin, "/config"), "/config/reload")
                    .submit(admin);
            assertThat(response.statusCode()).isEqualTo(409);
            assertThat(parsed(response).select(".notice").text())
                    .contains("cannot be loaded")
                    .contains("max_connections: must be");
            assertThat(admin.store().current().config().maxConnections()).isEqualTo(500);
        }
    }

    @Nested
    class History {
        @Test
        void anOldRevisionIsShownComparedAndRestored() throws Exception {
            changedByAlice();
            Document page = PageForm.page(admin, "/config");
            assertThat(page.select("#history tbody tr:first-child").text())
                    .contains("alice")
                    .contains("max_connections");
            int old = admin.store().revisions().getLast().number();

            Document revision = PageForm.page(admin, "/config/revisions/" + old);
            assertThat(revision.select(".diff .removed").text()).contains("501");
            assertThat(revision.select(".diff .added").text()).contains("500");
            HttpResponse<String> restored = PageForm.of(revision, "/config/revisions/" + old + "/restore")
                    .submit(admin);
            assertThat(restored.statusCode()).isEqualTo(303);
            assertThat(Files.readString(admin.file())).isEqualTo(CONFIG);
        }

        @Test
        void thePresentOneCannotBeRestored() throws Exception {
            int newest = admin.store().revisions().getFirst().number();
            Document revision = PageForm.page(admin, "/config/revisions/" + newest);
            assertThat(revision.text()).contains("Nothing: it is in force.");
            assertThat(revision.select("form[action$=restore]")).isEmpty();
        }

        @Test
        void aLostRaceRestoresNothing() throws Exception {
            changedByAlice();
            int old = admin.store().revisions().getLast().number();
            PageForm form = PageForm.of(
                    PageForm.page(admin, "/config/revisions/" + old), "/config/revisions/" + old + "/restore");
            admin.store().change(new Author("bob", ""), Optional.empty(), tree -> {
                tree.put("max_connections", 502);
                return tree;
            });
            HttpResponse<String> response = form.submit(admin);
            assertThat(response.statusCode()).isEqualTo(409);
            assertThat(parsed(response).select(".notice").text()).contains("bob changed it");
            assertThat(admin.store().current().config().maxConnections()).isEqualTo(502);
        }

        @Test
        void thereIsNoRevisionOfAnotherNumber() throws Exception {
            assertThat(admin.get("/config/revisions/999").statusCode()).isEqualTo(404);
            assertThat(admin.get("/config/revisions/..%2f..%2fetc").statusCode())
                    .isGreaterThanOrEqualTo(400);
        }
    }

    @Nested
    class Import {
        private HttpResponse<String> uploaded(byte[] file) throws Exception {
            String before = """
                    --xyz\r
                    Content-Disposition: form-data; name="file"; filename="a.json"\r
                    Content-Type: application/json\r
                    \r
                    """;
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(admin.uri("/config/import"))
                                    .header("Authorization", "Bearer " + TestAdmin.TOKEN)
                                    .header("Content-Type", "multipart/form-data; boundary=xyz")
                                    .POST(BodyPublishers.concat(
                                            BodyPublishers.ofString(before),
                                            BodyPublishers.ofByteArray(file),
                                            BodyPublishers.ofString("\r\n--xyz--\r\n")))
                                    .build(),
                            BodyHandlers.ofString());
        }

        @Test
        void aFileIsComparedAndThenApplied() throws Exception {
            HttpResponse<String> response =
                    uploaded(CONFIG.replace("500", "800").getBytes(StandardCharsets.UTF_8));
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(parsed(response).select(".diff .added").text()).contains("800");
            assertThat(admin.store().current().config().maxConnections()).isEqualTo(500);
            assertThat(PageForm.of(parsed(response), "/config").submit(admin).statusCode())
                    .isEqualTo(303);
            assertThat(admin.store().current().config().maxConnections()).isEqualTo(800);
        }

        @Test
        void whatIsNoTextIsRefused() throws Exception {
            HttpResponse<String> response = uploaded(new byte[] {(byte) 0xff, (byte) 0xfe, 0});
            assertThat(response.statusCode()).isEqualTo(422);
            assertThat(parsed(response).select(".notice").text()).contains("it must be JSON in UTF-8");
        }

        @Test
        void noFileIsSaid() throws Exception {
            assertThat(uploaded(new byte[0]).statusCode()).isEqualTo(422);
        }
    }
}
