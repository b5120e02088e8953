package io.balsa.bench.cluster;

import io.balsa.client.ClientException;
import io.balsa.client.StatusProbe;
import io.balsa.client.StatusReport;
import io.balsa.kv.ClusterException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;

/**
 * Asks the nodes of a cluster about themselves, over connections that are kept: so often asked, they would otherwise have more to do
 * with connections than with answers.
 *
 * <p>Threading: one thread; blocks.
 */
public final class ClusterWatch implements AutoCloseable {
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(1);
    private static final long PAUSE_MS = 20;

    private final List<String> addresses;
    private final List<StatusProbe> probes = new ArrayList<>();
    private final boolean oneProcess;

    /**
     * Makes a watch, which connects when it asks.
     *
     * @param addresses of the nodes' client ports, at least one
     * @param clusterId of the cluster, 0 for any
     * @param oneProcess whether all nodes share a process, and so its processor time and its collections
     * @throws IllegalArgumentException when an address is not one
     */
    public ClusterWatch(final List<String> addresses, final long clusterId, final boolean oneProcess) {
        this.addresses = addresses;
        this.oneProcess = oneProcess;
        addresses.forEach(address -> probes.add(StatusProbe.of(address, clusterId)));
    }

    /**
     * Asks all nodes.
     *
     * @throws ClusterException when one does not answer
     */
    public List<StatusReport> ask() {
        final List<StatusReport> reports = new ArrayList<>();
        for (final StatusProbe probe : probes) {
            try {
                reports.add(probe.ask(ANSWER_TIMEOUT));
            } catch (final ClientException e) {
                throw new ClusterException("a node does not answer: cause=" + e.getMessage(), e);
            }
        }
        return reports;
    }

    /** Tells whether all nodes share a process. */
    public boolean isOneProcess() {
        return oneProcess;
    }

    /**
     * Waits until all nodes answer and follow one leader, which has applied an entry of its term.
     *
     * @return what they answered
     * @throws ClusterException when it takes longer than the timeout: what is wrong and what to do
     */
    public List<StatusReport> awaitLeader(final Duration timeout) {
        final long startNs = System.nanoTime();
        while (true) {
            final List<NodeAnswer> answers = askEach();
            final Optional<String> problem = LeaderCheck.problem(answers);
            if (problem.isEmpty()) {
                return ask();
            }
            if (System.nanoTime() - startNs > timeout.toNanos()) {
                throw new ClusterException(problem.get());
            }
            pause();
        }
    }

    private List<NodeAnswer> askEach() {
        final List<NodeAnswer> answers = new ArrayList<>();
        for (int i = 0; i < probes.size(); i++) {
            try {
                answers.add(new NodeAnswer(addresses.get(i), probes.get(i).ask(ANSWER_TIMEOUT), ""));
            } catch (final ClientException e) {
                answers.add(new NodeAnswer(addresses.get(i), null, String.valueOf(e.getMessage())));
            }
        }
        return answers;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted", e);
        }
    }

    @Override
    public void close() {
        CloseHelper.quietCloseAll(probes);
    }
}
