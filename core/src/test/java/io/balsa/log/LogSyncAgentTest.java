package io.balsa.log;

import static io.balsa.log.LogFixture.append;
import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.disk.SimDisk;
import io.balsa.disk.SimDisk.Survival;
import io.balsa.disk.StorageException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogSyncAgentTest {
    private static final Path ROOT = Path.of("/data");

    private final SimDisk disk = new SimDisk();
    private final AtomicInteger wakeups = new AtomicInteger();
    private DataDirectory directory;
    private HardStateFile hardState;
    private SegmentedLog log;

    @BeforeEach
    void open() {
        directory = DataDirectory.open(disk, ROOT, 7, 1, 1, LogFixture.CONFIG);
        hardState = directory.openHardState();
        log = directory.openLog();
    }

    @AfterEach
    void close() {
        disk.failForceOf(null);
        log.close();
        hardState.close();
        directory.close();
    }

    private final LogSyncAgent[] agentOf = new LogSyncAgent[1];

    private LogSyncAgent agent(final SyncPolicy policy) {
        return new LogSyncAgent(log, hardState, policy, SystemNanoClock.INSTANCE, wakeups::incrementAndGet);
    }

    /** The header of a segment is forced before its first entry, under every policy. */
    private void forceHeader() {
        append(log, 1, 1, 10);
        log.force();
    }

    @Test
    void shouldTellSinceWhenASyncRunsWhileItRuns() {
        final long[] during = new long[2];
        final LogStore watching = new MemoryLogStore(10, 1000) {
            @Override
            public void force() {
                during[0] = agentOf[0].syncStartNs();
                during[1] = System.nanoTime();
            }
        };
        agentOf[0] = new LogSyncAgent(
                watching, hardState, SyncPolicy.EVERY_BATCH, SystemNanoClock.INSTANCE, wakeups::incrementAndGet);
        final long before = System.nanoTime();
        assertThat(agentOf[0].syncStartNs()).isZero();

        agentOf[0].request(1);
        agentOf[0].doWork();

        assertThat(during[0] - before).isNotNegative();
        assertThat(during[1] - during[0])
                .as("the start is not later than its middle")
                .isGreaterThanOrEqualTo(-1);
        assertThat(agentOf[0].syncStartNs()).as("none runs any more").isZero();
    }

    @Test
    void shouldCountASyncAsSlowWhenItTakesLongerThanTheBound() {
        final AtomicLong nowNs = new AtomicLong();
        final AtomicLong forceNs = new AtomicLong();
        final LogStore slow = new MemoryLogStore(10, 1000) {
            @Override
            public void force() {
                nowNs.addAndGet(forceNs.get());
            }
        };
        final LogSyncAgent agent =
                new LogSyncAgent(slow, hardState, SyncPolicy.EVERY_BATCH, nowNs::get, wakeups::incrementAndGet);

        forceNs.set(LogSyncAgent.SLOW_SYNC_NS);
        agent.request(1);
        agent.doWork();
        assertThat(agent.slowSyncCount()).as("just at the bound").isZero();

        forceNs.set(LogSyncAgent.SLOW_SYNC_NS + 1);
        agent.request(2);
        agent.doWork();
        agent.request(3);
        agent.doWork();

        assertThat(agent.slowSyncCount()).isEqualTo(2);
        assertThat(agent.slowSyncNs()).isEqualTo(2 * (LogSyncAgent.SLOW_SYNC_NS + 1));
        assertThat(agent.syncCount()).isEqualTo(3);
    }

    @Test
    void shouldDoNothingWhenNothingIsRequested() {
        final LogSyncAgent agent = agent(SyncPolicy.EVERY_BATCH);

        assertThat(agent.doWork()).isZero();

        assertThat(agent.completedSequence()).isZero();
        assertThat(wakeups).hasValue(0);
    }

    @Test
    void shouldForceTheHardStateBeforeTheLog() {
        final LogSyncAgent agent = agent(SyncPolicy.EVERY_BATCH);
        hardState.store(2, 1);
        append(log, 3, 2, 100);
        agent.request(4);
        final int before = disk.forcedFiles().size();

        assertThat(agent.doWork()).isPositive();

        assertThat(disk.forcedFiles().subList(before, disk.forcedFiles().size()))
                .startsWith("hard-state", "hard-state", "0000000001.log");
        assertThat(agent.completedSequence()).isEqualTo(4);
        assertThat(agent.syncCount()).isEqualTo(1);
        assertThat(wakeups).hasValue(1);
    }

    @Test
    void shouldCompleteSeveralRequestsWithOneForce() {
        final LogSyncAgent agent = agent(SyncPolicy.EVERY_BATCH);
        forceHeader();
        append(log, 1, 1, 100);
        agent.request(1);
        append(log, 1, 1, 100);
        agent.request(2);
        final int before = disk.forcedFiles().size();

        agent.doWork();

        assertThat(agent.completedSequence()).isEqualTo(2);
        assertThat(disk.forcedFiles().subList(before, disk.forcedFiles().size()).stream()
                        .filter("0000000001.log"::equals))
                .hasSize(1);
    }

    @Test
    void shouldForceTheHardStateAloneWhenPolicyIsNever() {
        final LogSyncAgent agent = agent(SyncPolicy.NEVER);
        forceHeader();
        hardState.store(2, 1);
        append(log, 3, 2, 100);
        agent.request(1);
        final int before = disk.forcedFiles().size();

        agent.doWork();

        assertThat(agent.completedSequence()).isEqualTo(1);
        assertThat(disk.forcedFiles().subList(before, before + 2)).containsExactly("hard-state", "hard-state");
        assertThat(disk.forcedFiles().subList(before + 2, disk.forcedFiles().size()))
                .doesNotContain("0000000001.log");
        final SimDisk afterKill = disk.afterPowerCut(Survival.ALL, new Random(1));
        try (DataDirectory found = DataDirectory.open(afterKill, ROOT, 7, 1, 1, LogFixture.CONFIG);
                SegmentedLog foundLog = found.openLog()) {
            assertThat(foundLog.lastIndex()).isEqualTo(4);
        }
    }

    @Test
    void shouldNeverCompleteAgainWhenAForceFailed() {
        for (final String failing : new String[] {"hard-state", ".log"}) {
            close();
            open();
            wakeups.set(0);
            final LogSyncAgent agent = agent(SyncPolicy.EVERY_BATCH);
            hardState.store(hardState.term() + 1, 1);
            append(log, 1, 9, 100);
            agent.request(1);
            disk.failForceOf(failing);

            assertThat(agent.doWork()).isZero();

            assertThat(agent.failure()).isInstanceOf(StorageException.class).hasMessageContaining("Input/output error");
            assertThat(wakeups).hasValue(1);
            disk.failForceOf(null);
            agent.request(2);
            final long operations = disk.operations();
            assertThat(agent.doWork()).isZero();
            assertThat(agent.completedSequence()).isZero();
            assertThat(disk.operations()).as("nothing is tried again").isEqualTo(operations);
        }
    }

    @Test
    void shouldMakeNoLogDurableWhenTheHardStateFailed() {
        final LogSyncAgent agent = agent(SyncPolicy.EVERY_BATCH);
        hardState.store(1, 1);
        append(log, 1, 1, 100);
        agent.request(1);
        disk.failForceOf("hard-state");
        final int before = disk.forcedFiles().size();

        agent.doWork();

        assertThat(disk.forcedFiles()).hasSize(before);
    }

    @Test
    void shouldLayZeroesForTheNextSegmentBetweenSyncs() {
        final LogSyncAgent agent = agent(SyncPolicy.EVERY_BATCH);
        append(log, 8, 1, 1000);
        agent.request(1);
        agent.doWork();
        while (agent.doWork() > 0) {
            assertThat(agent.failure()).isNull();
        }

        assertThat(disk.exists(ROOT.resolve("log/0000000002.log"))).isTrue();
    }

    @Test
    void shouldCompleteEveryRequestWhenItRunsOnItsOwnThread() throws InterruptedException {
        final Semaphore completions = new Semaphore(0);
        final LogSyncAgent agent = new LogSyncAgent(
                log, hardState, SyncPolicy.EVERY_BATCH, SystemNanoClock.INSTANCE, completions::release);
        try (AgentRunner runner = new AgentRunner(agent.idleStrategy(), error -> completions.release(), null, agent)) {
            AgentRunner.startOnThread(runner);
            for (int sequence = 1; sequence <= 20_000; sequence++) {
                // Every now and then the agent has gone to sleep, most of the time it is about to.
                agent.request(sequence);
                agent.wake();
                while (agent.completedSequence() < sequence) {
                    completions.acquire();
                }
            }
        }
        assertThat(agent.failure()).isNull();
        assertThat(agent.completedSequence()).isEqualTo(20_000);
    }
}
