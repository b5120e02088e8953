package io.balsa.bench.log;

import io.balsa.codec.EntryFrame;
import io.balsa.log.LogConfig;
import io.balsa.log.LogCursor;
import io.balsa.log.LogRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.zip.CRC32C;

/**
 * Reading a segment through a cursor, which checks every entry, beside loops that do not know what is in it: one adds the same
 * mapped memory up eight bytes at a time, one makes a CRC32C per entry of it.
 */
public final class ReadComparison implements AutoCloseable {
    private static final int ROUNDS = 40;
    private static final double NS_PER_US = 1e3;
    private static final double MEBIBYTES = LogConfig.DEFAULT_SEGMENT_BYTES >> 20;

    private final CRC32C crc = new CRC32C();
    private final LogRange range = new LogRange();
    private final BenchLog bench;
    private final ByteBuffer bytes;
    private final LogCursor cursor;
    private final int entries;
    private final int stride;

    /**
     * Fills a segment.
     *
     * @param payloadLength of each entry in bytes
     * @throws IOException when the disk refuses
     */
    public ReadComparison(final int payloadLength) throws IOException {
        stride = EntryFrame.alignedLength(payloadLength);
        bench = new BenchLog(payloadLength);
        bench.fillSegments(1);
        // The range keeps the segment where it is, for as long as no other is asked for.
        entries = bench.log().map(1, Integer.MAX_VALUE, Integer.MAX_VALUE, range);
        bytes = range.bytes().duplicate().order(ByteOrder.nativeOrder());
        cursor = bench.log().newCursor();
    }

    /**
     * Compares, and tells.
     *
     * @param output takes the lines of the result
     * @throws IOException never
     */
    public void run(final Consumer<String> output) throws IOException {
        final String size = String.format(Locale.ROOT, "%5d B, ", stride - EntryFrame.HEADER_LENGTH);
        output.accept(Turns.run(ROUNDS, () -> usPerMib(this::readEntries), () -> usPerMib(this::addLongs))
                .report(size + "cursor beside a sum", "us/MB"));
        output.accept(Turns.run(ROUNDS, () -> usPerMib(this::readEntries), () -> usPerMib(this::makeChecksums))
                .report(size + "cursor beside CRC32C alone", "us/MB"));
    }

    private static double usPerMib(final LongSupplier reader) {
        final long startNs = System.nanoTime();
        final long sum = reader.getAsLong();
        final long tookNs = System.nanoTime() - startNs;
        if (sum == 0) {
            throw new IllegalStateException("nothing was read: sum=0");
        }
        return tookNs / NS_PER_US / MEBIBYTES;
    }

    /** Reads the segment's entries, all fields of them. */
    public long readEntries() {
        final LogCursor entry = cursor;
        final int last = entries;
        long sum = 0;
        entry.seek(1);
        while (entry.next(last)) {
            sum += entry.index() + entry.term() + entry.type() + entry.payloadLength();
        }
        return sum;
    }

    /** Adds every eight bytes of the segment's entries. */
    public long addLongs() {
        final int until = range.offset() + range.length();
        long sum = 0;
        for (int at = range.offset(); at < until; at += Long.BYTES) {
            sum += bytes.getLong(at);
        }
        return sum;
    }

    /** Makes a CRC32C of every entry of the segment, and compares it with nothing. */
    public long makeChecksums() {
        long sum = 0;
        for (int i = 1; i <= entries; i++) {
            final int end = range.offset() + i * stride;
            bytes.limit(end).position(end - stride);
            crc.reset();
            crc.update(bytes);
            sum += crc.getValue();
        }
        bytes.clear();
        return sum;
    }

    @Override
    public void close() throws IOException {
        bench.close();
    }
}
