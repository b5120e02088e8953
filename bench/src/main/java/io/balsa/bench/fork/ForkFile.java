package io.balsa.bench.fork;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.balsa.bench.result.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Forks as {@code forks.ndjson}: one line of JSON each, written as they end, so that a run that is killed leaves what it had. Read
 * also when compressed, as {@code forks.ndjson.gz}.
 */
public final class ForkFile {
    /** Name of the file in a directory of results. */
    public static final String NAME = "forks.ndjson";

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private ForkFile() {}

    /**
     * Adds a line.
     *
     * @throws IOException when it cannot be written
     */
    public static void append(final Path file, final ForkRecord fork) throws IOException {
        Json.append(file, fork);
    }

    /**
     * Writes a compressed file, replacing what was there.
     *
     * @throws IOException when it cannot be written
     */
    public static void writeCompressed(final Path file, final List<ForkRecord> forks) throws IOException {
        try (Writer writer =
                new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8)) {
            for (final ForkRecord fork : forks) {
                writer.write(MAPPER.writeValueAsString(fork) + "\n");
            }
        }
    }

    /**
     * Reads all lines. The last one may have been cut off with the run that wrote it, and is left out then.
     *
     * @throws IOException when the file cannot be read or a line is not a fork, with file and line
     */
    public static List<ForkRecord> read(final Path file) throws IOException {
        final List<ForkRecord> forks = new ArrayList<>();
        try (BufferedReader reader = open(file)) {
            String line = reader.readLine();
            for (int number = 1; line != null; number++) {
                final String next = reader.readLine();
                try {
                    forks.add(MAPPER.readValue(line, ForkRecord.class));
                } catch (final JacksonException e) {
                    if (next != null || line.endsWith("}")) {
                        throw new IOException(
                                "not a fork: file=" + file + ", line=" + number + ", problem=" + e.getOriginalMessage()
                                        + "; the file is damaged or of another version",
                                e);
                    }
                }
                line = next;
            }
        }
        return forks;
    }

    private static BufferedReader open(final Path file) throws IOException {
        final InputStream bytes = Files.newInputStream(file);
        final boolean compressed = file.toString().endsWith(".gz");
        return new BufferedReader(
                new InputStreamReader(compressed ? new GZIPInputStream(bytes) : bytes, StandardCharsets.UTF_8));
    }
}
