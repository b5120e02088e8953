package io.balsa.client;

import java.lang.System.Logger.Level;

/**
 * Logs why clients are refused, one line per interval at most: a client that keeps coming back must not fill the disk.
 *
 * <p>Threading: the gateway's thread.
 */
final class RefusalLog {
    private static final System.Logger LOGGER = System.getLogger(ClientGateway.class.getName());
    private static final long INTERVAL_NS = 10_000_000_000L;

    private boolean loggedBefore;
    private long lastLoggedNs;
    private long suppressed;
    private long nowNs;

    void time(final long currentNs) {
        nowNs = currentNs;
    }

    void onRefused(final String text) {
        if (loggedBefore && nowNs - lastLoggedNs < INTERVAL_NS) {
            suppressed++;
            return;
        }
        LOGGER.log(Level.WARNING, "client refused: {0} ({1} refusals not logged since the last one)", text, suppressed);
        loggedBefore = true;
        lastLoggedNs = nowNs;
        suppressed = 0;
    }
}
