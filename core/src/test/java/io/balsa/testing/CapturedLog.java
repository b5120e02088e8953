package io.balsa.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Keeps what a logger is told during a test, instead of showing it. To be registered as an extension. */
public final class CapturedLog extends Handler implements BeforeEachCallback, AfterEachCallback {
    private final Logger logger;
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();

    /** Listens to a logger by name. */
    public CapturedLog(final String loggerName) {
        logger = Logger.getLogger(loggerName);
    }

    /** Returns all lines so far that contain a text. */
    public List<String> linesWith(final String text) {
        return records.stream()
                .map(LogRecord::getMessage)
                .filter(line -> line.contains(text))
                .toList();
    }

    /** Tells whether any line so far came with a stack trace. */
    public boolean hasStackTrace() {
        return records.stream().anyMatch(line -> line.getThrown() != null);
    }

    @Override
    public void beforeEach(final ExtensionContext context) {
        logger.addHandler(this);
        logger.setUseParentHandlers(false);
    }

    @Override
    public void afterEach(final ExtensionContext context) {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
    }

    @Override
    public void publish(final LogRecord logged) {
        records.add(logged);
    }

    @Override
    public void flush() {
        // Nothing is held back.
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
