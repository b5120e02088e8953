package io.balsa.bench.fork;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;

/**
 * Has the iterations of this fork take turns with those of others, as {@link Turns} calls them.
 *
 * <p>Given first to JMH, it is the first to hear that an iteration begins and the last to hear that it has ended, so that no other
 * profiler counts the waiting. Threading: JMH's own thread, between iterations.
 */
public final class TurnProfiler implements InternalProfiler {
    /** System property: the port that {@link Turns} listens at and this fork's number, with a colon between them. */
    static final String SEAT = "balsa.bench.turns";

    static final int READY = 1;
    static final int GO = 2;
    static final int DONE = 3;

    private @Nullable Socket turns;

    @Override
    public String getDescription() {
        return "lets the iterations of several forks take turns";
    }

    @Override
    public void beforeIteration(final BenchmarkParams benchmark, final IterationParams iteration) {
        try {
            final Socket connected = connected();
            connected.getOutputStream().write(READY);
            if (connected.getInputStream().read() != GO) {
                throw new IllegalStateException("the comparison that this fork belongs to has ended");
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            final BenchmarkParams benchmark, final IterationParams iteration, final IterationResult result) {
        try {
            connected().getOutputStream().write(DONE);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.of();
    }

    private Socket connected() throws IOException {
        Socket connected = turns;
        if (connected == null) {
            final String[] seat = System.getProperty(SEAT, "").split(":", -1);
            connected = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(seat[0]));
            connected.setTcpNoDelay(true);
            connected.getOutputStream().write(Integer.parseInt(seat[1]));
            turns = connected;
        }
        return connected;
    }
}
