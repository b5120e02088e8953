package io.balsa.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.client.Replies.Told;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client tells when a command is not simply answered: deadlines passed, sessions evicted, refusals. */
class PipelinedClientOutcomeTest {
    private final FakeCluster cluster = new FakeCluster(3);
    private final Replies replies = new Replies();
    private final ClientDriver driver = new ClientDriver(cluster, replies);

    @AfterEach
    void close() {
        driver.close();
        cluster.close();
    }

    @Test
    void shouldTellOutcomeUnknownWhenTheDeadlinePasses() {
        driver.connect();
        cluster.node(1).mute = true;
        driver.command("c0");
        driver.query("q0");
        driver.runUntil(() -> cluster.applied.size() == 1);

        driver.clock().advanceMillis(10_000);
        driver.runUntil(() -> replies.commands.size() == 1 && replies.queries.size() == 1);

        assertThat(replies.commands.get(1L)).isEqualTo(new Told(ResponseStatus.OUTCOME_UNKNOWN, ""));
        assertThat(replies.queries.get(1L)).isEqualTo(new Told(ResponseStatus.OUTCOME_UNKNOWN, ""));
    }

    @Test
    void shouldTellNothingBeforeTheDeadline() {
        driver.connect();
        cluster.node(1).mute = true;
        driver.command("c0");
        final long elapsedNs = driver.clock().nanoTime();
        driver.runUntil(() -> cluster.applied.size() == 1);

        driver.clock().set(elapsedNs + Duration.ofMillis(10_000).toNanos() - 1);
        driver.pollOnce();
        assertThat(replies.commands).isEmpty();

        driver.clock().set(elapsedNs + Duration.ofMillis(10_000).toNanos());
        driver.pollOnce();
        assertThat(replies.commands).hasSize(1);
    }

    @Test
    void shouldIgnoreTheAnswerWhenItComesAfterTheDeadline() {
        driver.connect();
        cluster.node(1).busy = true;
        driver.command("late");
        driver.step(10);
        driver.clock().advanceMillis(10_000);
        driver.runUntil(() -> replies.commands.size() == 1);

        cluster.node(1).busy = false;
        driver.runUntil(() -> cluster.applied.size() == 1);
        driver.command("next");
        driver.runUntil(() -> replies.commands.size() == 2);

        assertThat(replies.commandStatus(1L)).isEqualTo(ResponseStatus.OUTCOME_UNKNOWN);
        assertThat(replies.commands.get(2L)).isEqualTo(new Told(ResponseStatus.OK, "applied next"));
    }

    @Test
    void shouldTellNotAppliedWhenEveryNodeThatGotTheCommandRefusedIt() {
        driver.connect();
        cluster.node(1).busy = true;
        driver.command("c0");
        driver.step(10);
        cluster.elect(0);
        cluster.node(1).busy = false;
        driver.step(10);

        driver.clock().advanceMillis(10_000);
        driver.runUntil(() -> replies.commands.size() == 1);

        assertThat(replies.commandStatus(1L)).isEqualTo(ResponseStatus.NOT_LEADER);
        assertThat(cluster.applied).isEmpty();
    }

    @Test
    void shouldNotSendAgainWhenTheDeadlineHasPassed() {
        final PipelinedClient client = driver.connect();
        cluster.node(1).forgetful = true;
        driver.command("given up");
        driver.step(10);
        driver.clock().advanceMillis(5_000);
        driver.command("kept");
        driver.step(10);
        driver.clock().advanceMillis(5_000);
        driver.runUntil(() -> replies.commands.size() == 1);

        cluster.kill(1);
        cluster.elect(2);
        driver.runUntil(() -> client.outstandingCommands() == 0);

        assertThat(replies.commandStatus(1L)).isEqualTo(ResponseStatus.OUTCOME_UNKNOWN);
        assertThat(cluster.applied).containsExactly("kept");
    }

    @Test
    void shouldTellNotAppliedAndOpenANewSessionWhenTheSessionWasEvicted() {
        final PipelinedClient client = driver.connect();
        driver.command("c0");
        driver.runUntil(() -> replies.commands.size() == 1);
        cluster.sessions.clear();

        driver.command("c1");
        driver.command("c2");
        driver.runUntil(() -> replies.commands.size() == 3 && client.isConnected());
        final long sequence = driver.command("c3");
        driver.runUntil(() -> replies.commands.size() == 4);

        assertThat(replies.commandStatus(2L)).isEqualTo(ResponseStatus.SESSION_UNKNOWN);
        assertThat(replies.commandStatus(3L)).isEqualTo(ResponseStatus.SESSION_UNKNOWN);
        assertThat(sequence).isEqualTo(4);
        assertThat(replies.commands.get(4L)).isEqualTo(new Told(ResponseStatus.OK, "applied c3"));
        assertThat(cluster.applied).containsExactly("c0", "c3");
        assertThat(cluster.sessions.values()).singleElement().satisfies(session -> assertThat(session)
                .containsOnlyKeys(1L));
    }

    @Test
    void shouldTellOutcomeUnknownWhenTheSessionWasEvictedAndACommandWasSentTwice() {
        driver.connect();
        cluster.node(1).mute = true;
        driver.command("c0");
        driver.runUntil(() -> cluster.applied.size() == 1);

        cluster.kill(1);
        cluster.sessions.clear();
        cluster.elect(2);
        driver.runUntil(() -> replies.commands.size() == 1);

        assertThat(replies.commands.get(1L)).isEqualTo(new Told(ResponseStatus.OUTCOME_UNKNOWN, ""));
    }

    @ParameterizedTest
    @EnumSource(names = {"REPLY_EVICTED", "RESPONSE_TOO_LARGE", "WINDOW_EXCEEDED"})
    void shouldPassTheStatusOnWhenRepeatingWouldNotHelp(final ResponseStatus status) {
        driver.connect();
        cluster.node(1).commandStatus = status;

        driver.command("c0");
        driver.runUntil(() -> replies.commands.size() == 1);

        assertThat(replies.commandStatus(1L)).isEqualTo(status);
    }
}
