package io.balsa.bench.fork;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Calls forks that run at the same time to their iterations, one after the other.
 *
 * <p>What slows a machine down, a neighbour on the same host above all, comes and stays for seconds. Of forks that run after each other
 * it may hit one and spare the other; iterations that take turns every tenth of a second all get their share of it. In each round
 * every fork has one iteration, in an order that is drawn anew. Source: Bulej, Horký, Tuma, Farquet, Prokopec, "Duet Benchmarking:
 * Improving Measurement Accuracy in the Cloud", ICPE 2020, where the two run side by side; here no fork disturbs the other.
 *
 * <p>Threading: one owner.
 */
final class Turns implements AutoCloseable {
    private static final int LOOK_MS = 50;

    private final ServerSocket server;
    private final Random random;

    /**
     * Begins to listen, on this machine alone.
     *
     * @param random draws the order in each round
     */
    Turns(final Random random) throws IOException {
        this.random = random;
        server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        server.setSoTimeout(LOOK_MS);
    }

    /** Returns the flag that a fork is started with. {@code number} is from 0. */
    String seat(final int number) {
        return "-D" + TurnProfiler.SEAT + "=" + server.getLocalPort() + ":" + number;
    }

    /**
     * Calls the forks until all have ended.
     *
     * @param forks by their numbers
     * @param patienceMs after which a fork that says nothing is given up, and with it the others
     * @throws IOException when that happens
     */
    void call(final List<Process> forks, final int patienceMs) throws IOException {
        final List<Socket> waiting = seated(forks);
        try {
            for (final Socket fork : waiting) {
                fork.setSoTimeout(patienceMs);
                fork.setTcpNoDelay(true);
            }
            while (!waiting.isEmpty()) {
                round(waiting);
            }
        } finally {
            for (final Socket fork : waiting) {
                fork.close();
            }
        }
    }

    private void round(final List<Socket> waiting) throws IOException {
        for (final Socket fork : List.copyOf(waiting)) {
            endUnless(TurnProfiler.READY, fork, waiting);
        }
        final List<Socket> order = new ArrayList<>(waiting);
        Collections.shuffle(order, random);
        for (final Socket fork : order) {
            fork.getOutputStream().write(TurnProfiler.GO);
            endUnless(TurnProfiler.DONE, fork, waiting);
        }
    }

    /** Takes what a fork says; one that says nothing any more has ended. */
    private static void endUnless(final int expected, final Socket fork, final List<Socket> waiting)
            throws IOException {
        if (heard(fork) != expected) {
            waiting.remove(fork);
            fork.close();
        }
    }

    private static int heard(final Socket fork) throws IOException {
        try {
            return fork.getInputStream().read();
        } catch (final SocketTimeoutException e) {
            throw new IOException("a fork began no iteration and ended none", e);
        } catch (final IOException e) {
            // It ended without saying so.
            return -1;
        }
    }

    /** Waits until every fork is here, or has ended before. */
    private List<Socket> seated(final List<Process> forks) throws IOException {
        final @Nullable Socket[] seats = new Socket[forks.size()];
        while (isAnyMissing(forks, seats)) {
            try {
                final Socket fork = server.accept();
                seats[fork.getInputStream().read()] = fork;
            } catch (final SocketTimeoutException e) {
                continue;
            }
        }
        return new ArrayList<>(Arrays.stream(seats)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList());
    }

    private static boolean isAnyMissing(final List<Process> forks, final @Nullable Socket[] seats) {
        for (int i = 0; i < seats.length; i++) {
            if (seats[i] == null && forks.get(i).isAlive()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
