package io.balsa.node;

import io.balsa.codec.sbe.storage.StageSampleEncoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.BufferUtil;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Notes when commands reach each {@link CommandStage} on the leader: of every n-th index, in a ring of samples beside the heap.
 *
 * <p>The duty cycle brings commands from stage to stage in batches, so stages are told as "all up to this index": that costs a
 * comparison when nothing moved, and else one look at the clock and a store per sample. A recorder that is off costs one branch
 * per stage and cycle.
 *
 * <pre>
 *   samples by number, index / every:
 *
 *        on their way to the file          under way
 *   ----+-------------------------+---------------------------+----
 *       written                   finished                    newest     (fewer than capacity from written)
 * </pre>
 *
 * <p>A command for which there is no room has no sample: the path never waits. Nor has one that was under way when the role changed,
 * since another leader may put another entry under its index.
 *
 * <p>Threading: {@link #begin}, {@link #reach} and {@link #abandon} by the consensus duty cycle. The thread that writes the file reads
 * {@link #finished}, after that the samples below it, and says with {@link #written} that they may be overwritten: a release store and
 * an acquire load in each direction.
 */
final class StageRecorder {
    /** Length of a sample in bytes. */
    static final int SAMPLE_LENGTH = StageSampleEncoder.BLOCK_LENGTH;

    private static final int INDEX_OFFSET = StageSampleEncoder.indexEncodingOffset();
    private static final long NEVER = StageSampleEncoder.sentNsNullValue();
    private static final CommandStage[] STAGES = CommandStage.values();

    private final NanoClock clock;
    private final int capacity;
    private final int every;
    private final ByteBuffer bytes;
    private final UnsafeBuffer ring;
    private final long[] reachedIndex = new long[STAGES.length];
    private final AtomicLong finished = new AtomicLong();
    private final AtomicLong written = new AtomicLong();
    private boolean recording;

    /**
     * Makes the ring.
     *
     * @param clock whose times are noted
     * @param capacity samples in the ring; 0 switches the recorder off
     * @param every how many indexes there are to a sample, at least 1
     */
    StageRecorder(final NanoClock clock, final int capacity, final int every) {
        this.clock = clock;
        this.capacity = capacity;
        this.every = every;
        bytes = BufferUtil.allocateDirectAligned(capacity * SAMPLE_LENGTH, SAMPLE_LENGTH);
        ring = new UnsafeBuffer(bytes);
    }

    /** Makes the ring that a node's settings ask for. */
    static StageRecorder of(final NodeConfig config, final NanoClock clock) {
        return new StageRecorder(
                clock, config.getInt(NodeSetting.STAGE_CAPACITY), config.getInt(NodeSetting.STAGE_EVERY));
    }

    /** Tells whether anything is ever recorded. */
    boolean isOn() {
        return capacity > 0;
    }

    /**
     * Requests were taken off the ring and appended: they are at {@link CommandStage#APPENDED} now.
     *
     * @param firstIndex of them
     * @param lastIndex of them; below {@code firstIndex} when there are none
     * @param receivedNs when they were on the ring
     */
    void begin(final long firstIndex, final long lastIndex, final long receivedNs) {
        if (capacity == 0 || lastIndex < firstIndex) {
            return;
        }
        if (!recording) {
            recording = true;
            Arrays.fill(reachedIndex, firstIndex - 1);
            finished.setRelease(numberAfter(firstIndex - 1));
        }
        final long appendedNs = clock.nanoTime();
        final long endNumber = Math.min(numberAfter(lastIndex), written.getAcquire() + capacity);
        for (long number = numberAfter(firstIndex - 1); number < endNumber; number++) {
            final int offset = offsetOf(number);
            put(offset + INDEX_OFFSET, number * every);
            for (final CommandStage stage : STAGES) {
                put(offset + stage.offset(), NEVER);
            }
            put(offset + CommandStage.RECEIVED.offset(), receivedNs);
            put(offset + CommandStage.APPENDED.offset(), appendedNs);
        }
    }

    /**
     * All commands up to an index have reached a stage after {@link CommandStage#APPENDED}, now if not before.
     *
     * @param untilIndex inclusive; whatever was said before, or is below that, is nothing new
     */
    void reach(final CommandStage stage, final long untilIndex) {
        if (!recording || untilIndex <= reachedIndex[stage.ordinal()]) {
            return;
        }
        final long nowNs = clock.nanoTime();
        final long endNumber = numberAfter(untilIndex);
        // What is finished may be on its way to the file; only what a group of one sends to learners comes so late.
        long number = Math.max(numberAfter(reachedIndex[stage.ordinal()]), finished.getPlain());
        for (; number < endNumber; number++) {
            final int offset = offsetOf(number);
            // A slot holds an older sample where there was no room for this one.
            if (ring.getLong(offset + INDEX_OFFSET, ByteOrder.LITTLE_ENDIAN) == number * every) {
                put(offset + stage.offset(), nowNs);
            }
        }
        reachedIndex[stage.ordinal()] = untilIndex;
        finish();
    }

    /** The role changed: what becomes of the commands under way is not to be seen from here. */
    void abandon() {
        recording = false;
    }

    /** Returns how many samples the ring holds. */
    int capacity() {
        return capacity;
    }

    /** Returns how many indexes there are to a sample. */
    int every() {
        return every;
    }

    /** Returns the ring, a slot of {@link #SAMPLE_LENGTH} per sample: number n in slot n modulo capacity. */
    ByteBuffer bytes() {
        return bytes;
    }

    /** Returns the number of the first sample that is not finished. */
    long finished() {
        return finished.getAcquire();
    }

    /** Returns the number of the first sample that must not be overwritten. */
    long written() {
        return written.getPlain();
    }

    /** Gives the slots of all samples below a number back. */
    void written(final long number) {
        written.setRelease(number);
    }

    /** A leader may answer before its own disk is done, so a command is finished with the later of the two. */
    private void finish() {
        final long number = numberAfter(
                Math.min(reachedIndex[CommandStage.DURABLE.ordinal()], reachedIndex[CommandStage.ANSWERED.ordinal()]));
        if (number > finished.getPlain()) {
            finished.setRelease(number);
        }
    }

    /** Returns the number of the first sample whose index is above {@code index}. */
    private long numberAfter(final long index) {
        return index / every + 1;
    }

    private int offsetOf(final long number) {
        return (int) (number % capacity) * SAMPLE_LENGTH;
    }

    private void put(final int offset, final long value) {
        ring.putLong(offset, value, ByteOrder.LITTLE_ENDIAN);
    }
}
