package io.balsa.node;

import io.balsa.codec.StoredRecord;
import io.balsa.codec.sbe.storage.MessageHeaderDecoder;
import io.balsa.codec.sbe.storage.StageFileHeadDecoder;
import io.balsa.codec.sbe.storage.StageSampleDecoder;
import io.balsa.disk.Disk;
import io.balsa.disk.DiskFile;
import io.balsa.disk.StorageException;
import io.balsa.disk.StorageFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The stage times that a node has written down, read from its data directory while it runs or afterwards.
 *
 * <pre>
 *   0                 512        576                 512 + 64 * capacity
 *   +-----------------+----------+----------+---   ---+
 *   | StageFileHead   | sample   | sample   |   ...   |     as storage.xml lays them out
 *   +-----------------+----------+----------+---   ---+
 * </pre>
 *
 * <p>A node writes several times per second and forces nothing: the newest samples may be missing, and after a power cut all of them.
 * Samples that are not whole, because the node lost its leadership or was writing, are left out.
 *
 * @param nodeId of the node that wrote it
 * @param every how many indexes there are to a sample
 * @param samples by index; those of the newest commands for which there was room
 */
public record StageFile(int nodeId, int every, List<StageSample> samples) {
    /** Name of the file in a data directory. */
    public static final String NAME = "stages";

    private static final int SAMPLE_LENGTH = StageSampleDecoder.BLOCK_LENGTH;
    private static final int SAMPLES_PER_READ = 1024;

    /** Copies the samples. */
    public StageFile {
        samples = List.copyOf(samples);
    }

    /**
     * Reads a file.
     *
     * @throws StorageException when it cannot be read, or is no file of stage times
     */
    public static StageFile read(final Disk disk, final Path path) {
        try (DiskFile file = disk.openToRead(path)) {
            final StageFileHeadDecoder head = readHead(file);
            return new StageFile(head.nodeId(), head.every(), readSamples(file));
        } catch (final IOException e) {
            throw StorageException.of("file of stage times cannot be read", path, e);
        }
    }

    private static StageFileHeadDecoder readHead(final DiskFile file) throws IOException {
        final StoredRecord record = new StoredRecord();
        if (file.size() >= StoredRecord.LENGTH) {
            file.read(0, record.bytes());
        }
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        if (!record.holds(StageFileHeadDecoder.TEMPLATE_ID, header)) {
            throw new StorageException("no stage times: file=" + file.path() + ", expected=a head, found="
                    + file.size() + " bytes of something else; set " + NodeSetting.STAGE_CAPACITY.key()
                    + " and start the node again");
        }
        final StageFileHeadDecoder head =
                new StageFileHeadDecoder().wrapAndApplyHeader(record.buffer(), StoredRecord.MESSAGE_OFFSET, header);
        StorageFormat.check(file.path(), head.formatVersion());
        return head;
    }

    private static List<StageSample> readSamples(final DiskFile file) throws IOException {
        final List<StageSample> samples = new ArrayList<>();
        final ByteBuffer bytes = BufferUtil.allocateDirectAligned(SAMPLES_PER_READ * SAMPLE_LENGTH, SAMPLE_LENGTH);
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        final StageSampleDecoder decoder = new StageSampleDecoder();
        final long slots = (file.size() - StoredRecord.LENGTH) / SAMPLE_LENGTH;
        for (long slot = 0; slot < slots; slot += SAMPLES_PER_READ) {
            final int count = (int) Math.min(SAMPLES_PER_READ, slots - slot);
            file.read(StoredRecord.LENGTH + slot * SAMPLE_LENGTH, bytes.clear().limit(count * SAMPLE_LENGTH));
            for (int i = 0; i < count; i++) {
                final StageSample sample = decode(
                        decoder.wrap(buffer, i * SAMPLE_LENGTH, SAMPLE_LENGTH, StageSampleDecoder.SCHEMA_VERSION));
                if (sample.isWhole()) {
                    samples.add(sample);
                }
            }
        }
        samples.sort(Comparator.comparingLong(StageSample::index));
        return samples;
    }

    private static StageSample decode(final StageSampleDecoder decoder) {
        return new StageSample(
                decoder.index(),
                decoder.receivedNs(),
                decoder.appendedNs(),
                decoder.sentNs(),
                decoder.durableNs(),
                decoder.committedNs(),
                decoder.appliedNs(),
                decoder.answeredNs());
    }
}
