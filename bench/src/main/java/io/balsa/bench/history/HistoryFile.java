package io.balsa.bench.history;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code history.ndjson}: a line of JSON per measurement, only ever added to.
 *
 * <p>A line is added under a lock of the file, so that two runs that end together, in one process or in two, write one after the
 * other. What a process that was killed left of a line stays a line of its own, and is told when the file is read: no line is
 * passed over in silence, or figures would be missing and nobody would know.
 */
public final class HistoryFile {
    /** Name of the file in the directory of all results. */
    public static final String NAME = "history.ndjson";

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    /** Locks of a file are held by the whole process. */
    private static final Object OWN_WRITERS = new Object();

    private final Path file;

    /**
     * Opens a history.
     *
     * @param results the directory of all results; the file need not be there yet
     */
    public HistoryFile(final Path results) {
        file = results.resolve(NAME);
    }

    /** Returns the file. */
    public Path path() {
        return file;
    }

    /**
     * Adds a line.
     *
     * @throws IOException when it cannot be written
     */
    public void append(final HistoryRecord record) throws IOException {
        final byte[] line = (MAPPER.writeValueAsString(record) + "\n").getBytes(StandardCharsets.UTF_8);
        synchronized (OWN_WRITERS) {
            try (FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                final FileLock lock = channel.lock();
                channel.position(channel.size());
                if (!endsWithALine(channel)) {
                    write(channel, new byte[] {'\n'});
                }
                write(channel, line);
                channel.force(true);
                lock.release();
            }
        }
    }

    private static boolean endsWithALine(final FileChannel channel) throws IOException {
        if (channel.size() == 0) {
            return true;
        }
        final ByteBuffer last = ByteBuffer.allocate(1);
        return channel.read(last, channel.size() - 1) == 1 && last.get(0) == '\n';
    }

    private static void write(final FileChannel channel, final byte[] bytes) throws IOException {
        final ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /**
     * Reads all lines, oldest measurement first; none when there is no file.
     *
     * @throws IOException when a line is damaged or of another version, with file and line
     */
    public List<HistoryRecord> read() throws IOException {
        final List<HistoryRecord> records = new ArrayList<>();
        if (Files.exists(file)) {
            int number = 0;
            for (final String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                number++;
                records.add(parse(line, number));
            }
        }
        return records;
    }

    private HistoryRecord parse(final String line, final int number) throws IOException {
        final HistoryRecord record;
        try {
            record = MAPPER.readValue(line, HistoryRecord.class);
        } catch (final JacksonException e) {
            throw new IOException(
                    "not a line of the history: file=" + file + ", line=" + number + ", problem="
                            + e.getOriginalMessage() + "; mend it or take it out, " + repair(number),
                    e);
        }
        if (record.schemaVersion() != HistoryRecord.SCHEMA_VERSION) {
            throw new IOException("a line of another schema version: file=" + file + ", line=" + number + ", expected="
                    + HistoryRecord.SCHEMA_VERSION + ", found=" + record.schemaVersion() + "; take it out, "
                    + repair(number));
        }
        return record;
    }

    private static String repair(final int number) {
        return "as with sed -i " + number + "d; a run that is still there is added again with bench history --add";
    }
}
