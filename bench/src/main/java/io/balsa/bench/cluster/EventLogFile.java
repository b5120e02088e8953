package io.balsa.bench.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.logging.FileHandler;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Takes into a file what nodes in this JVM have to tell, which would otherwise be printed between the lines of the run.
 *
 * <p>Threading: any.
 */
final class EventLogFile implements AutoCloseable {
    /** Kept, since loggers that nobody holds forget what they were told. */
    private static final Logger BALSA = Logger.getLogger("io.balsa");

    private final FileHandler handler;

    /**
     * Begins.
     *
     * @throws IOException when the file cannot be written
     */
    EventLogFile(final Path file) throws IOException {
        // A percent sign begins a placeholder in such a name.
        handler = new FileHandler(file.toString().replace("%", "%%"));
        handler.setEncoding(StandardCharsets.UTF_8.name());
        handler.setFormatter(new SimpleFormatter());
        BALSA.addHandler(handler);
        BALSA.setUseParentHandlers(false);
    }

    @Override
    public void close() {
        BALSA.setUseParentHandlers(true);
        BALSA.removeHandler(handler);
        handler.close();
    }
}
