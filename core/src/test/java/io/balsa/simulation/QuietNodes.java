package io.balsa.simulation;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Keeps nodes from telling the event log of every election of thousands. */
public final class QuietNodes implements BeforeEachCallback, AfterEachCallback {
    /** Kept, since a logger that nobody holds is made anew with its level forgotten. */
    private static final Logger NODE_EVENTS = Logger.getLogger("io.balsa");

    @Override
    public void beforeEach(final ExtensionContext context) {
        NODE_EVENTS.setLevel(Level.OFF);
    }

    @Override
    public void afterEach(final ExtensionContext context) {
        NODE_EVENTS.setLevel(null);
    }
}
