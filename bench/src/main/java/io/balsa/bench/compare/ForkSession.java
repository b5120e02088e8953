package io.balsa.bench.compare;

import io.balsa.bench.fork.ForkFile;
import io.balsa.bench.fork.ForkRecord;
import io.balsa.bench.fork.ForkRunner;
import io.balsa.bench.fork.ForkSchedule;
import io.balsa.bench.run.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Runs blocks of forks and keeps each as it ends.
 *
 * <p>Threading: one owner.
 */
final class ForkSession {
    private final ForkRunner runner;
    private final Path file;
    private final Progress progress;
    private final List<ForkRecord> forks = new ArrayList<>();

    /**
     * Makes a session.
     *
     * @param file takes a line per fork
     */
    ForkSession(final ForkRunner runner, final Path file, final Progress progress) {
        this.runner = runner;
        this.file = file;
        this.progress = progress;
    }

    /**
     * Runs whole blocks.
     *
     * @param schedule what runs in which order
     * @param blocks how many
     * @throws IOException when no JVM can be started or nothing be written
     */
    void run(final ForkSchedule schedule, final int blocks) throws IOException, InterruptedException {
        for (int block = 0; block < blocks; block++) {
            progress.phase(String.format(Locale.ROOT, "block %d of %d", block + 1, blocks), schedule.secondsPerBlock());
            int failures = 0;
            for (final ForkSchedule.Contest contest : schedule.nextBlock()) {
                for (final ForkRecord fork : runner.run(contest, block, forks.size())) {
                    ForkFile.append(file, fork);
                    forks.add(fork);
                    if (fork.failure() != null) {
                        failures++;
                        progress.result("FAILED: arm " + fork.arm() + ", " + fork.key() + ": " + fork.failure());
                    }
                }
                progress.tick();
            }
            if (block == 0 && failures == schedule.forksPerBlock()) {
                throw new IOException("no fork of the first block succeeded: failed=" + failures
                        + "; see the failures above, more blocks would not change them");
            }
        }
    }

    /** Says what the next probes are for. */
    void tell(final String what, final double seconds) {
        progress.phase(what, seconds);
    }

    /** Runs forks that are not kept: a look at what they cost. */
    List<ForkRecord> probe(final ForkSchedule.Contest contest) throws IOException, InterruptedException {
        final List<ForkRecord> probes = runner.run(contest, 0, 0);
        for (final ForkRecord fork : probes) {
            if (fork.failure() != null) {
                throw new IOException("cannot run: benchmark=" + contest.plan().key() + ", cause=" + fork.failure());
            }
        }
        return probes;
    }

    /** Returns what has been run so far, in order. */
    List<ForkRecord> forks() {
        return forks;
    }
}
