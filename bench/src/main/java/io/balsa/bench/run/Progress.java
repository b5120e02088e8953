package io.balsa.bench.run;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.NanoClock;

/**
 * Tells what is going on and how long it will take: one line per phase, one for its result. On a terminal a last line counts
 * the seconds; elsewhere nothing is ever written over.
 */
public final class Progress {
    private static final double NS_PER_SECOND = 1e9;
    private static final String ERASE = "\r\u001b[K";

    private final PrintStream out;
    private final boolean terminal;
    private final NanoClock clock;
    private final long startNs;
    private double leftSeconds;
    private String phase = "";
    private double phaseSeconds;
    private long phaseStartNs;

    /**
     * Begins to count.
     *
     * @param plannedSeconds of the whole run
     */
    public Progress(final PrintStream out, final boolean terminal, final NanoClock clock, final double plannedSeconds) {
        this.out = out;
        this.terminal = terminal;
        this.clock = clock;
        leftSeconds = plannedSeconds;
        startNs = clock.nanoTime();
        phaseStartNs = startNs;
    }

    /** Returns the time since the beginning. */
    public double elapsedSeconds() {
        return (clock.nanoTime() - startNs) / NS_PER_SECOND;
    }

    /** A phase begins that is planned to take so long. */
    public void phase(final String name, final double seconds) {
        leftSeconds -= phaseSeconds;
        phase = name;
        phaseSeconds = seconds;
        phaseStartNs = clock.nanoTime();
        if (terminal) {
            tick();
        } else {
            out.println(line());
        }
    }

    /** Time passed within the phase. */
    public void tick() {
        if (terminal) {
            out.print(ERASE + line());
            out.flush();
        }
    }

    /** The phase brought something to tell. */
    public void result(final String text) {
        if (terminal) {
            out.print(ERASE);
            out.println(line());
        }
        out.println("    " + text);
    }

    /** Leaves the last line alone: something else is printed from here on. */
    public void finish() {
        if (terminal) {
            out.print(ERASE);
            out.flush();
        }
    }

    /** Returns one that counts from now and prints nothing: for parts of a phase that need no line of their own. */
    public Progress silent() {
        return new Progress(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8), false, clock, 0);
    }

    private String line() {
        final double inPhase = Math.min(phaseSeconds, (clock.nanoTime() - phaseStartNs) / NS_PER_SECOND);
        return "[%3.0f s, about %3.0f s left] %s"
                .formatted(elapsedSeconds(), Math.max(0, leftSeconds - inPhase), phase);
    }
}
