package io.balsa.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The stories of the classic cases come true, with every checker looking on. */
class ShowCasesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void shouldTellTheSameStoryWhenRunAgain(final ShowCases show) {
        final JsonNode trace = show.run().toJson();

        assertThat(trace.get("notes").size()).isGreaterThan(3);
        assertThat(trace.get("violations")).isEmpty();
        assertThat(show.run().toJson()).isEqualTo(trace);
    }

    @Test
    void shouldShowTwoTermsOfLeadersWhenALeaderIsElectedAndCrashes() {
        final JsonNode trace = ShowCases.ELECTION.run().toJson();

        assertThat(roles(trace)).contains("PRE_CANDIDATE", "CANDIDATE", "LEADER", "FOLLOWER");
        assertThat(leaderTerms(trace)).hasSize(2).isSorted();
    }

    @Test
    void shouldShowReplacedEntriesWhenALeaderWasCutOff() {
        final JsonNode trace = ShowCases.PARTITION.run().toJson();

        final List<String> places = new ArrayList<>();
        trace.get("entries").forEach(row -> places.add(row.get(1) + "/" + row.get(2)));
        assertThat(places.size()).isGreaterThan((int) places.stream().distinct().count());
    }

    @Test
    void shouldShowBothMembershipsWhenFiveMembersBecomeThree() {
        final List<String> memberships = new ArrayList<>();
        ShowCases.JOINT
                .run()
                .toJson()
                .get("memberships")
                .forEach(row -> memberships.add(row.get(2).asText()));

        assertThat(memberships.stream().distinct())
                .hasSize(3)
                .anyMatch(membership -> membership.matches("voters=\\(\\d \\d \\d\\)&&\\(1 2 3 4 5\\)"))
                .anyMatch(membership -> membership.matches("voters=\\(\\d \\d \\d\\)"));
    }

    @Test
    void shouldShowAnOfferWhenANodeWasAwayTooLong() {
        final List<String> types = new ArrayList<>();
        ShowCases.SNAPSHOT.run().toJson().get("messageTypes").forEach(type -> types.add(type.asText()));

        assertThat(types).contains("SnapshotOffer", "SnapshotPull", "SnapshotPart");
    }

    @Test
    void shouldWriteAPageWhenAsked() throws IOException {
        assertThat(Files.readString(ShowCases.of("election").write(folder.resolve("pages"))))
                .contains("<h1>How a leader is elected</h1>", "PRE_CANDIDATE");
    }

    @Test
    void shouldNameAllCasesWhenThereIsNoSuch() {
        assertThatThrownBy(() -> ShowCases.of("vote"))
                .hasMessage("no such case: show=vote; take one of election, replication, partition, joint, snapshot");
    }

    private static List<String> roles(final JsonNode trace) {
        final List<String> roles = new ArrayList<>();
        trace.get("states").forEach(row -> roles.add(row.get(2).asText()));
        return roles;
    }

    private static List<Long> leaderTerms(final JsonNode trace) {
        final List<Long> terms = new ArrayList<>();
        trace.get("states").forEach(row -> {
            final long term = row.get(3).asLong();
            if (row.get(2).asText().equals("LEADER") && !terms.contains(term)) {
                terms.add(term);
            }
        });
        return terms;
    }
}
