package io.balsa.bench.result;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Records as JSON files, fields in the order of the records. */
public final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private Json() {}

    /**
     * Writes a record.
     *
     * @throws IOException when the file cannot be written
     */
    public static void write(final Path file, final Object record) throws IOException {
        Files.writeString(file, MAPPER.writeValueAsString(record) + "\n", StandardCharsets.UTF_8);
    }

    /**
     * Reads a record.
     *
     * @throws IOException when the file cannot be read or does not hold such a record, with file and place
     */
    public static <T> T read(final Path file, final Class<T> type) throws IOException {
        try {
            return MAPPER.readValue(Files.readString(file, StandardCharsets.UTF_8), type);
        } catch (final JacksonException e) {
            throw new IOException(
                    "not a " + type.getSimpleName() + ": file=" + file + ", problem=" + e.getOriginalMessage(), e);
        }
    }

    /**
     * Reads a record whose older files lack fields.
     *
     * @param completion fills them in
     * @throws IOException when the file cannot be read or does not hold such a record, with file and place
     */
    public static <T> T read(final Path file, final Class<T> type, final Consumer<ObjectNode> completion)
            throws IOException {
        try {
            final ObjectNode tree = MAPPER.readValue(Files.readString(file, StandardCharsets.UTF_8), ObjectNode.class);
            completion.accept(tree);
            return MAPPER.treeToValue(tree, type);
        } catch (final JacksonException e) {
            throw new IOException(
                    "not a " + type.getSimpleName() + ": file=" + file + ", problem=" + e.getOriginalMessage(), e);
        }
    }

    /**
     * Adds a record as a line.
     *
     * @throws IOException when the file cannot be written
     */
    public static void append(final Path file, final Object record) throws IOException {
        Files.writeString(
                file,
                line(record) + "\n",
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /**
     * Reads a record per line. The last line may have been cut off with the program that wrote it, and is left out then.
     *
     * @throws IOException when the file cannot be read or a line holds no such record, with file and line
     */
    public static <T> List<T> readLines(final Path file, final Class<T> type) throws IOException {
        final List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        final List<T> records = new ArrayList<>();
        for (final String line : lines) {
            try {
                records.add(MAPPER.readValue(line, type));
            } catch (final JacksonException e) {
                if (records.size() + 1 < lines.size() || line.endsWith("}")) {
                    throw new IOException(
                            "not a " + type.getSimpleName() + ": file=" + file + ", line=" + (records.size() + 1)
                                    + ", problem=" + e.getOriginalMessage(),
                            e);
                }
            }
        }
        return records;
    }

    /** Returns a value as one line of JSON that may stand inside an HTML script element. */
    public static String embed(final Object value) throws IOException {
        return line(value).replace("<", "\\u003c");
    }

    private static String line(final Object value) throws IOException {
        return MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value);
    }
}
