package io.balsa.node;

import io.balsa.codec.StoredRecord;
import io.balsa.codec.sbe.storage.MessageHeaderEncoder;
import io.balsa.codec.sbe.storage.StageFileHeadEncoder;
import io.balsa.disk.Disk;
import io.balsa.disk.DiskFile;
import io.balsa.disk.StorageException;
import io.balsa.disk.StorageFormat;
import io.balsa.disk.StorageIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.agrona.CloseHelper;
import org.agrona.concurrent.Agent;

/**
 * Brings finished samples of a {@link StageRecorder} to the file that {@link StageFile} reads: the image of the ring behind a head.
 * Nothing is forced, so nobody's sync is held up.
 *
 * <p>Threading: {@link #doWork} on one thread, {@link #close} when that has ended.
 *
 * <p>Errors: measuring is no reason to stop a node, so a write that fails is told to the event log and is the last one.
 */
final class StageFileWriter implements Agent, AutoCloseable {
    private final StageRecorder recorder;
    private final DiskFile file;
    private final int nodeId;
    private final ByteBuffer ring;
    private boolean failed;

    private StageFileWriter(final StageRecorder recorder, final DiskFile file, final int nodeId) {
        this.recorder = recorder;
        this.file = file;
        this.nodeId = nodeId;
        ring = recorder.bytes().duplicate();
    }

    /**
     * Makes the file anew.
     *
     * @param path in a directory that is there
     * @throws StorageException when it cannot be made
     */
    static StageFileWriter create(
            final Disk disk, final Path path, final StorageIdentity identity, final StageRecorder recorder) {
        DiskFile file = null;
        try {
            if (disk.exists(path)) {
                disk.delete(path);
            }
            file = disk.create(path);
            file.write(0, head(identity, recorder));
            return new StageFileWriter(recorder, file, identity.nodeId());
        } catch (final IOException e) {
            CloseHelper.quietClose(file);
            throw StorageException.of("file of stage times cannot be made", path, e);
        }
    }

    private static ByteBuffer head(final StorageIdentity identity, final StageRecorder recorder) {
        final StoredRecord record = new StoredRecord();
        new StageFileHeadEncoder()
                .wrapAndApplyHeader(record.buffer(), StoredRecord.MESSAGE_OFFSET, new MessageHeaderEncoder())
                .formatVersion(StorageFormat.VERSION)
                .nodeId(identity.nodeId())
                .clusterId(identity.clusterId())
                .incarnation(identity.incarnation())
                .capacity(recorder.capacity())
                .every(recorder.every());
        record.seal(StageFileHeadEncoder.BLOCK_LENGTH);
        return record.bytes();
    }

    @Override
    public String roleName() {
        return "stage-file";
    }

    /** Writes what is finished. Returns 0 all the same, so that its thread pauses and the next write has more to carry. */
    @Override
    public int doWork() {
        if (failed) {
            return 0;
        }
        final long until = recorder.finished();
        // Numbers begin where the node begins to lead, which may be far above the last one written.
        final long from = Math.max(recorder.written(), until - recorder.capacity());
        if (from < until) {
            try {
                write(from, (int) (until - from));
                recorder.written(until);
            } catch (final IOException e) {
                failed = true;
                NodeEvents.stageTimesLost(nodeId, e);
            }
        }
        return 0;
    }

    private void write(final long fromNumber, final int count) throws IOException {
        final int firstSlot = (int) (fromNumber % recorder.capacity());
        final int untilEnd = Math.min(count, recorder.capacity() - firstSlot);
        writeSlots(firstSlot, untilEnd);
        writeSlots(0, count - untilEnd);
    }

    private void writeSlots(final int firstSlot, final int count) throws IOException {
        final int offset = firstSlot * StageRecorder.SAMPLE_LENGTH;
        ring.limit(offset + count * StageRecorder.SAMPLE_LENGTH).position(offset);
        file.write(StoredRecord.LENGTH + (long) offset, ring);
    }

    /** Writes what is left and closes the file. */
    @Override
    public void close() throws IOException {
        doWork();
        file.close();
    }
}
