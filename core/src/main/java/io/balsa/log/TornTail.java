package io.balsa.log;

import io.balsa.codec.EntryFrame;
import io.balsa.disk.Damage;
import io.balsa.disk.StorageException;
import java.nio.file.Path;
import org.agrona.DirectBuffer;

/**
 * Tells the bytes that a power cut leaves of a write under way from damage.
 *
 * <p>The file was zero before the write, and the device writes sectors: of a torn write some sectors, in any order, are there
 * and the others are zero. So an entry that is not whole is torn when a sector of it is missing, that is zero; then whole entries
 * behind it prove nothing, since one write carries many. It is damaged when all its sectors are there and its checksum is
 * wrong, and a whole entry follows.
 *
 * <p>This is asked only about entries that the {@link LogMarker} does not know to be durable. What stays ambiguous is an entry
 * that was acknowledged after the marker on the device was written, half a minute before a power cut at most, and that is the
 * last one, or lost a whole sector to zeroes, within that time: it counts as torn.
 */
final class TornTail {
    /** Bytes that a device writes whole or not at all; some have larger ones, none smaller. */
    private static final int SECTOR_LENGTH = 512;

    private TornTail() {}

    /**
     * Refuses to cut where an entry is damaged rather than torn.
     *
     * @param scan stands at the end of the last segment's whole entries
     * @param dataEnd end of the last bytes that differ from zero
     * @throws StorageException when it is damage
     */
    static void requireTorn(final Path file, final SegmentScan scan, final int dataEnd) {
        final DirectBuffer buffer = scan.buffer();
        final int bad = scan.end();
        if (lacksSector(buffer, bad, buffer.capacity())) {
            return;
        }
        final int last = Math.min(dataEnd, buffer.capacity() - EntryFrame.HEADER_LENGTH + 1);
        for (int offset = bad; offset < last; offset += EntryFrame.ALIGNMENT) {
            if (EntryFrame.index(buffer, offset) > scan.index()
                    && EntryFrame.term(buffer, offset) >= scan.term()
                    && scan.isFrame(offset)) {
                throw Damage.at(
                        file,
                        bad,
                        scan.expected(),
                        scan.found() + ", and a valid entry " + EntryFrame.index(buffer, offset) + " at offset "
                                + offset);
            }
        }
    }

    /** Tells whether a sector of the frame at {@code offset} was never written; the length says how far it goes. */
    private static boolean lacksSector(final DirectBuffer buffer, final int offset, final int capacity) {
        if (isZero(buffer, offset, sectorEnd(offset))) {
            return true;
        }
        final int length = EntryFrame.length(buffer, offset);
        final int end = length < EntryFrame.HEADER_LENGTH || length > capacity - offset ? offset : offset + length;
        int from = sectorEnd(offset);
        while (from < end) {
            final int to = Math.min(end, sectorEnd(from));
            if (isZero(buffer, from, to)) {
                return true;
            }
            from = to;
        }
        return false;
    }

    private static int sectorEnd(final int offset) {
        return offset / SECTOR_LENGTH * SECTOR_LENGTH + SECTOR_LENGTH;
    }

    private static boolean isZero(final DirectBuffer buffer, final int from, final int to) {
        for (int i = from; i < to; i++) {
            if (buffer.getByte(i) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Returns the end of the last bytes from {@code from} on that differ from zero, or {@code from} when all are zero. */
    static int endOfData(final DirectBuffer buffer, final int from) {
        for (int offset = buffer.capacity() - Long.BYTES; offset >= from; offset -= Long.BYTES) {
            if (buffer.getLong(offset) != 0) {
                return offset + Long.BYTES;
            }
        }
        return from;
    }
}
