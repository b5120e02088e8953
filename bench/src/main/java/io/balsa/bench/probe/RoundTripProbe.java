package io.balsa.bench.probe;

import io.balsa.bench.stats.LatencyHistogram;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.HdrHistogram.Histogram;

/**
 * The round trip of a message over loopback TCP between two threads that block in read and write: the cheapest way to hand a
 * message to somebody who sleeps, and back.
 */
public final class RoundTripProbe {
    private final int messageBytes;

    /**
     * Makes a probe.
     *
     * @param messageBytes size of the message in each direction, at least 1
     */
    public RoundTripProbe(final int messageBytes) {
        this.messageBytes = messageBytes;
    }

    /**
     * Sends messages one after the other for a while.
     *
     * @param durationNs how long
     * @throws IOException when loopback sockets do not work
     * @throws InterruptedException when the caller is to stop
     */
    public Histogram run(final long durationNs) throws IOException, InterruptedException {
        final Histogram latencies = LatencyHistogram.create();
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            final Thread echo = new Thread(() -> echo(server), "round-trip-echo");
            echo.setDaemon(true);
            echo.start();
            try (SocketChannel client = SocketChannel.open(server.getLocalAddress())) {
                client.setOption(StandardSocketOptions.TCP_NODELAY, true);
                final ByteBuffer message = ByteBuffer.allocateDirect(messageBytes);
                final long startNs = System.nanoTime();
                long sentNs = startNs;
                while (sentNs - startNs < durationNs) {
                    writeFully(client, message);
                    readFully(client, message);
                    final long nowNs = System.nanoTime();
                    LatencyHistogram.record(latencies, nowNs - sentNs);
                    sentNs = nowNs;
                }
            }
            echo.join();
        }
        return latencies;
    }

    private void echo(final ServerSocketChannel server) {
        try (SocketChannel peer = server.accept()) {
            peer.setOption(StandardSocketOptions.TCP_NODELAY, true);
            final ByteBuffer message = ByteBuffer.allocateDirect(messageBytes);
            while (true) {
                readFully(peer, message);
                writeFully(peer, message);
            }
        } catch (final IOException e) {
            // The other end closed: the probe is over. Had it broken earlier, the prober sees it itself.
            return;
        }
    }

    private static void writeFully(final SocketChannel channel, final ByteBuffer message) throws IOException {
        message.clear();
        while (message.hasRemaining()) {
            channel.write(message);
        }
    }

    private static void readFully(final SocketChannel channel, final ByteBuffer message) throws IOException {
        message.clear();
        while (message.hasRemaining()) {
            if (channel.read(message) < 0) {
                throw new EOFException("connection closed");
            }
        }
    }
}
