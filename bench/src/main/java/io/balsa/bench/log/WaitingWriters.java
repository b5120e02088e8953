package io.balsa.bench.log;

import io.balsa.log.HardStateFile;
import io.balsa.log.LogSyncAgent;
import io.balsa.log.SyncPolicy;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.SystemNanoClock;

/**
 * Writers that each wait until their entry is durable and then append the next one: the appends of all on one thread, the syncs on
 * the sync agent's, as in a node.
 *
 * <p>Threading: one owner, the appender.
 */
final class WaitingWriters implements AutoCloseable {
    private final BenchLog bench;
    private final HardStateFile hardState;
    private final LogSyncAgent agent;
    private final AgentRunner runner;
    private final Thread appender = Thread.currentThread();

    /** Starts the sync agent of a log that is empty; the thread that calls is the appender. */
    WaitingWriters(final BenchLog bench) {
        this.bench = bench;
        hardState = bench.openHardState();
        agent = new LogSyncAgent(
                bench.log(),
                hardState,
                SyncPolicy.EVERY_BATCH,
                SystemNanoClock.INSTANCE,
                () -> LockSupport.unpark(appender));
        // The agent keeps what goes wrong, and never throws.
        runner = new AgentRunner(agent.idleStrategy(), error -> {}, null, agent);
        AgentRunner.startOnThread(runner);
    }

    /** Appends so many entries, of which at most {@code writers} wait at a time, and returns when all are durable. */
    void write(final int writers, final int entries) throws IOException {
        final long last = bench.log().lastIndex() + entries;
        while (agent.completedSequence() < last) {
            // A request per entry: its sequence is the entry's index.
            final long until = Math.min(last, completed() + writers);
            if (bench.log().lastIndex() < until) {
                while (bench.log().lastIndex() < until) {
                    bench.append();
                    agent.request(bench.log().lastIndex());
                    agent.wake();
                }
            } else {
                LockSupport.park(this);
            }
        }
    }

    private long completed() throws IOException {
        final Throwable failure = agent.failure();
        if (failure != null) {
            throw new IOException("sync failed: cause=" + failure, failure);
        }
        return agent.completedSequence();
    }

    /** Returns the number of syncs so far. */
    long syncs() {
        return agent.syncCount();
    }

    @Override
    public void close() {
        runner.close();
        hardState.close();
    }
}
