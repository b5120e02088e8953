package io.balsa.bench.log;

import io.balsa.codec.EntryFrame;
import io.balsa.log.LogUsage;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * What the log adds to a sync, and how much of the disk's rate it takes when many wait, beside a loop of {@code pwrite} and {@code
 * fdatasync} on a preallocated file of the same disk.
 */
public final class SyncComparison {
    private static final int ROUNDS = 20;
    private static final int SYNCS_PER_TURN = 40;
    private static final int WRITERS = 256;
    private static final int ENTRIES_PER_TURN = 10 * WRITERS;
    /** Of all writers, until the next segment is as a turn wants it: large entries fill one no faster than the next is laid. */
    private static final int MOST_ROUNDS = 1_000;
    /** So that the entries of all writers fit the append buffer together. */
    private static final int MOST_PAYLOAD_BYTES = 8192;

    private static final double NS_PER_US = 1e3;
    private static final double BYTES_PER_KIB = 1024;

    private final int payloadLength;
    private final int frameLength;
    private final Consumer<String> output;
    private final long[] samplesNs = new long[SYNCS_PER_TURN];
    private int bytesPerSync;
    /** Whether each turn had the next segment as it wanted it. */
    private boolean met = true;

    /**
     * Prepares a comparison.
     *
     * @param payloadLength of each entry in bytes, 1 to {@value #MOST_PAYLOAD_BYTES}
     * @param output takes the lines of the result
     */
    public SyncComparison(final int payloadLength, final Consumer<String> output) {
        if (payloadLength < 1 || payloadLength > MOST_PAYLOAD_BYTES) {
            throw new IllegalArgumentException("payload length out of range: payloadLength=" + payloadLength
                    + ", least=1, most=" + MOST_PAYLOAD_BYTES);
        }
        this.payloadLength = payloadLength;
        this.output = output;
        frameLength = EntryFrame.alignedLength(payloadLength);
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    /**
     * Compares, and tells.
     *
     * @throws IOException when the disk refuses
     */
    public void run() throws IOException {
        try (BareFile bare = new BareFile()) {
            final Turns.Turn bareSync = () -> medianUs(() -> bare.sync(frameLength));
            try (BenchLog bench = new BenchLog(payloadLength)) {
                final Turns.Turn log = () -> medianUs(() -> {
                    bench.append();
                    bench.log().force();
                });
                tell("one writer, append and force", "us", Turns.run(ROUNDS, log, bareSync));
            }
            try (BenchLog bench = new BenchLog(payloadLength);
                    WaitingWriters writers = new WaitingWriters(bench)) {
                tell(
                        "one writer, through the sync agent",
                        "us",
                        Turns.run(ROUNDS, () -> medianUs(() -> writers.write(1, 1)), bareSync));
            }
            groupCommit(bare);
        }
    }

    private void groupCommit(final BareFile bare) throws IOException {
        try (BenchLog bench = new BenchLog(payloadLength);
                WaitingWriters writers = new WaitingWriters(bench)) {
            final Turns.Turn bareSyncs = () -> nsPerKib(() -> syncAsMuch(bare));
            final Turns laying = Turns.run(ROUNDS, () -> writeMany(bench, writers, false), bareSyncs);
            if (met) {
                tell(WRITERS + " writers, next segment being laid", "ns/KB", laying);
            }
            met = true;
            final Turns laid = Turns.run(ROUNDS, () -> writeMany(bench, writers, true), bareSyncs);
            tell(WRITERS + " writers, " + bytesPerSync / 1024 + " KB per sync", "ns/KB", laid);
        }
    }

    /** Writes with the next segment there already, or not: what it takes to come there is not part of the turn. */
    private double writeMany(final BenchLog bench, final WaitingWriters writers, final boolean laid)
            throws IOException {
        int rounds = 0;
        while (isNextSegmentLaid(bench) != laid && rounds++ < MOST_ROUNDS) {
            bench.forget();
            writers.write(WRITERS, WRITERS);
        }
        met &= rounds < MOST_ROUNDS;
        final long syncsBefore = writers.syncs();
        final double cost = nsPerKib(() -> writers.write(WRITERS, ENTRIES_PER_TURN));
        bytesPerSync = (int) ((long) ENTRIES_PER_TURN * frameLength / (writers.syncs() - syncsBefore));
        return cost;
    }

    private static boolean isNextSegmentLaid(final BenchLog bench) {
        final LogUsage usage = bench.log().usage();
        return usage.mappedSegments() > usage.segments();
    }

    private void syncAsMuch(final BareFile bare) throws IOException {
        for (int left = ENTRIES_PER_TURN * frameLength; left > 0; left -= bytesPerSync) {
            bare.sync(Math.min(left, bytesPerSync));
        }
    }

    private double nsPerKib(final Work work) throws IOException {
        final long startNs = System.nanoTime();
        work.run();
        return (System.nanoTime() - startNs) / (ENTRIES_PER_TURN * frameLength / BYTES_PER_KIB);
    }

    private double medianUs(final Work work) throws IOException {
        for (int i = 0; i < SYNCS_PER_TURN; i++) {
            final long startNs = System.nanoTime();
            work.run();
            samplesNs[i] = System.nanoTime() - startNs;
        }
        Arrays.sort(samplesNs);
        return samplesNs[SYNCS_PER_TURN / 2] / NS_PER_US;
    }

    private void tell(final String what, final String unit, final Turns turns) {
        output.accept(turns.report(String.format(Locale.ROOT, "%5d B, %s", payloadLength, what), unit));
    }
}
