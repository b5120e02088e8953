package io.balsa.kv;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.balsa.codec.EntryFrame;
import io.balsa.codec.EntryType;
import io.balsa.disk.Disk;
import io.balsa.log.LogInspection;
import io.balsa.log.LogInspector;
import io.balsa.log.SegmentReport;
import java.io.PrintStream;
import java.nio.file.Path;
import org.agrona.DirectBuffer;

/**
 * Prints the entries of a log that are whole, up to the first that is not.
 *
 * <p>Threading: one owner.
 */
final class EntryDump {
    private static final String ROW = "%12s  %8s  %-13s  %8s  %s";

    private final PrintStream out;
    private final boolean asJson;
    private final long limit;
    private final EntryText text = new EntryText();
    private long printed;
    private boolean more;

    /**
     * Makes a dump of nothing yet.
     *
     * @param limit entries to print at most, at least 1
     */
    EntryDump(final PrintStream out, final boolean asJson, final long limit) {
        this.out = out;
        this.asJson = asJson;
        this.limit = limit;
    }

    /**
     * Prints entries.
     *
     * @param fromIndex the first, inclusive
     * @param toIndex the last, inclusive
     */
    void print(final Disk disk, final Path dataDirectory, final long fromIndex, final long toIndex) {
        final LogInspection log = LogInspector.inspect(disk, dataDirectory);
        if (!asJson) {
            out.println(String.format(ROW, "index", "term", "type", "bytes", "payload"));
        }
        for (final SegmentReport segment : log.segments()) {
            final long last = Math.min(toIndex, segment.lastIndex());
            if (segment.firstTerm() > 0 && segment.firstIndex() <= toIndex && last >= fromIndex && !more) {
                LogInspector.forEachEntry(
                        disk, segment.file(), (index, term, type, buffer, frameOffset, payloadLength) -> {
                            if (index >= fromIndex && index <= last) {
                                onEntry(index, term, type, buffer, frameOffset, payloadLength);
                            }
                        });
            }
            if (segment.damage() != null) {
                return;
            }
        }
    }

    /** Tells whether there were more entries than the limit. */
    boolean hasMore() {
        return more;
    }

    private void onEntry(
            final long index,
            final long term,
            final int type,
            final DirectBuffer buffer,
            final int frameOffset,
            final int payloadLength) {
        if (printed == limit) {
            more = true;
            return;
        }
        printed++;
        final String content = text.describe(type, buffer, frameOffset + EntryFrame.HEADER_LENGTH, payloadLength);
        if (asJson) {
            final ObjectNode entry = Json.object()
                    .put("index", index)
                    .put("term", term)
                    .put("type", EntryType.name(type))
                    .put("payloadLength", payloadLength)
                    .put("payload", content);
            out.println(Json.line(entry));
        } else {
            out.println(String.format(ROW, index, term, EntryType.name(type), payloadLength, content)
                    .stripTrailing());
        }
    }
}
