package io.balsa.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.balsa.consensus.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is recorded of a run, and the page that it is put into. */
class SpaceTimePageTest {
    private static final Pattern DATA =
            Pattern.compile("<script type=\"application/json\" id=\"trace\">(.*?)</script>", Pattern.DOTALL);

    private final RecordedTrace trace = new RecordedTrace("Two nodes.");

    @TempDir
    Path folder;

    @BeforeEach
    void record() {
        trace.onState(0, 2, Role.FOLLOWER, 0, 0, 0, 1, 0, 0, 0, 0);
        trace.onState(5, 1, Role.LEADER, 3, 1, 1, 1, 7, 3, 6, 6);
        trace.onAppend(6, 1, 8, 3, "COMMAND", "x=1");
        trace.onPersist(7, 1, 8);
        trace.onMembership(8, 1, "voters=(1 2)");
        trace.onSend(10, 100, 1, 2, "AppendRequest", 3, "term=3 prev=7/3 entries=1 commit=6");
        trace.onSend(11, 101, 1, 2, "Heartbeat", 3, "term=3 commit=6");
        trace.onSend(12, 102, 1, 2, "Heartbeat", 3, "term=3 commit=6");
        trace.onDeliver(20, 100);
        trace.onLose(25, 101, "partition");
        trace.onFault(30, 0, "partition", "1 | 2");
        trace.onClient(31, 9, 1, "put x=1");
        trace.onViolation(40, "log matching", "index=7");
        trace.note(41, "Both hold another entry.");
    }

    @Test
    void shouldHoldAllThatWasToldWhenWrittenAsJson() throws IOException {
        final Path file = folder.resolve("run.json");

        trace.writeJson(file);

        assertThat(new ObjectMapper().readTree(Files.readString(file))).isEqualTo(new ObjectMapper().readTree("""
                        {"format": "balsa-run-trace", "version": 1, "intro": "Two nodes.", "nodes": [1, 2], "endNs": 41,
                         "messageTypes": ["AppendRequest", "Heartbeat"],
                         "states": [[0, 2, "FOLLOWER", 0, 0, 0, 1, 0, 0, 0, 0], [5, 1, "LEADER", 3, 1, 1, 1, 7, 3, 6, 6]],
                         "entries": [[6, 1, 8, 3, "COMMAND", "x=1"]],
                         "persists": [[7, 1, 8]],
                         "memberships": [[8, 1, "voters=(1 2)"]],
                         "messages": [
                           [10, 1, 2, 0, 3, "term=3 prev=7/3 entries=1 commit=6", 20, ""],
                           [11, 1, 2, 1, 3, "term=3 commit=6", 25, "partition"],
                           [12, 1, 2, 1, 3, "term=3 commit=6", null, ""]],
                         "faults": [[30, 0, "partition", "1 | 2"]],
                         "clients": [[31, 9, 1, "put x=1"]],
                         "violations": [[40, "log matching", "index=7"]],
                         "notes": [[41, "Both hold another entry."]]}
                        """));
    }

    @Test
    void shouldKeepAStateOnceWhenNothingOfItChanges() {
        trace.onState(50, 2, Role.FOLLOWER, 0, 0, 0, 1, 0, 0, 0, 0);
        assertThat(trace.toJson().get("states")).hasSize(2);

        trace.onState(51, 2, Role.FOLLOWER, 3, 0, 1, 1, 0, 0, 0, 0);
        assertThat(trace.toJson().get("states")).hasSize(3);
    }

    @Test
    void shouldRefuseWhenAMessageEndsTwice() {
        assertThatThrownBy(() -> trace.onLose(50, 100, "dropped"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("message ends that is not on its way: messageId=100");
    }

    @Test
    void shouldEmbedTheTraceWhenWrittenAsPage() throws IOException {
        assertThat(embedded(write("a title"))).isEqualTo(readable(trace));
    }

    @Test
    void shouldStayInsideItsElementWhenATextHoldsMarkup() throws IOException {
        final String markup = "</script><script>alert(1)</script><!-- $1 {{title}} \u2028 & \" \\";
        trace.onClient(60, 9, 1, markup);

        final String page = write("<b>&</b> {{data}}");

        assertThat(embedded(page)).isEqualTo(readable(trace));
        assertThat(page)
                .contains("<title>&lt;b&gt;&amp;&lt;/b&gt; {{data}}</title>")
                .doesNotContain("<script>alert");
        assertThat(Pattern.compile("<script").matcher(page).results()).hasSize(2);
    }

    @Test
    void shouldAskNoNetworkWhenOpened() throws IOException {
        assertThat(write("a title"))
                .contains("http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';")
                .doesNotContain("src=\"", "href=\"", "http:", "https:", "url(", "@import", "{{");
    }

    private String write(final String title) throws IOException {
        final Path file = folder.resolve("page.html");
        SpaceTimePage.write(file, title, trace);
        return Files.readString(file);
    }

    private static JsonNode readable(final RecordedTrace trace) throws IOException {
        return new ObjectMapper().readTree(trace.toJson().toString());
    }

    private static JsonNode embedded(final String page) throws IOException {
        final Matcher data = DATA.matcher(page);
        assertThat(data.find()).isTrue();
        return new ObjectMapper().readTree(data.group(1));
    }
}
