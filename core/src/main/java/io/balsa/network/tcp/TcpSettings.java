package io.balsa.network.tcp;

import java.util.concurrent.TimeUnit;

/**
 * Sizes and times of a {@link TcpTransport}. Start from {@link #forMessagesUpTo} and change what is to differ.
 *
 * @param maxMessageLength longest message in bytes, sent or received; see
 *     {@link io.balsa.network.PeerPublisher#maxMessageLength}. A peer that announces a longer one is disconnected
 * @param sendQueueBytes per peer: what may wait for a peer that reads slowly, at least one message
 * @param receiveBufferBytes per peer: what one read can take, at least one message
 * @param socketSendBufferBytes SO_SNDBUF, 0 to leave it to the operating system, which adapts it
 * @param socketReceiveBufferBytes SO_RCVBUF, 0 to leave it to the operating system
 * @param maxPendingHandshakes connections that may be open without having said who they are, at least 1
 * @param handshakeTimeoutNs how long a connection may take from its first packet to the end of the handshake
 * @param reconnectMinNs shortest pause before connecting again, doubled with each failure
 * @param reconnectMaxNs longest pause
 * @param keepAliveNs after so long without anything to send, a keep-alive is sent
 * @param silenceTimeoutNs a connection on which nothing arrives for so long is dropped; more than {@code keepAliveNs}
 */
public record TcpSettings(
        int maxMessageLength,
        int sendQueueBytes,
        int receiveBufferBytes,
        int socketSendBufferBytes,
        int socketReceiveBufferBytes,
        int maxPendingHandshakes,
        long handshakeTimeoutNs,
        long reconnectMinNs,
        long reconnectMaxNs,
        long keepAliveNs,
        long silenceTimeoutNs) {

    private static final int MIN_SEND_QUEUE_BYTES = 1024 * 1024;
    private static final int MIN_RECEIVE_BUFFER_BYTES = 256 * 1024;
    private static final int MAX_PENDING_HANDSHAKES = 16;
    private static final long HANDSHAKE_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long RECONNECT_MIN_NS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long RECONNECT_MAX_NS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long KEEP_ALIVE_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long SILENCE_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(3);

    /**
     * Checks each value and their relations.
     *
     * @throws IllegalArgumentException naming the value and its bound
     */
    public TcpSettings {
        atLeast("maxMessageLength", maxMessageLength, Handshake.MAX_LENGTH);
        atLeast("sendQueueBytes", sendQueueBytes, maxMessageLength);
        atLeast("receiveBufferBytes", receiveBufferBytes, maxMessageLength);
        atLeast("socketSendBufferBytes", socketSendBufferBytes, 0);
        atLeast("socketReceiveBufferBytes", socketReceiveBufferBytes, 0);
        atLeast("maxPendingHandshakes", maxPendingHandshakes, 1);
        atLeast("handshakeTimeoutNs", handshakeTimeoutNs, 1);
        atLeast("reconnectMinNs", reconnectMinNs, 1);
        atLeast("reconnectMaxNs", reconnectMaxNs, reconnectMinNs);
        atLeast("keepAliveNs", keepAliveNs, 1);
        atLeast("silenceTimeoutNs", silenceTimeoutNs, keepAliveNs + 1);
    }

    /**
     * Returns settings for a network in which a round trip takes well under the reconnect pause of 10 to 250 ms.
     *
     * @param maxMessageLength longest message in bytes
     */
    public static TcpSettings forMessagesUpTo(final int maxMessageLength) {
        return new TcpSettings(
                maxMessageLength,
                Math.max(MIN_SEND_QUEUE_BYTES, maxMessageLength),
                Math.max(MIN_RECEIVE_BUFFER_BYTES, maxMessageLength),
                0,
                0,
                MAX_PENDING_HANDSHAKES,
                HANDSHAKE_TIMEOUT_NS,
                RECONNECT_MIN_NS,
                RECONNECT_MAX_NS,
                KEEP_ALIVE_NS,
                SILENCE_TIMEOUT_NS);
    }

    /** Returns a copy with other buffer sizes per peer. */
    public TcpSettings withBuffers(final int newSendQueueBytes, final int newReceiveBufferBytes) {
        return new TcpSettings(
                maxMessageLength,
                newSendQueueBytes,
                newReceiveBufferBytes,
                socketSendBufferBytes,
                socketReceiveBufferBytes,
                maxPendingHandshakes,
                handshakeTimeoutNs,
                reconnectMinNs,
                reconnectMaxNs,
                keepAliveNs,
                silenceTimeoutNs);
    }

    /** Returns a copy with other SO_SNDBUF and SO_RCVBUF; 0 leaves one to the operating system. */
    public TcpSettings withSocketBuffers(final int newSocketSendBufferBytes, final int newSocketReceiveBufferBytes) {
        return new TcpSettings(
                maxMessageLength,
                sendQueueBytes,
                receiveBufferBytes,
                newSocketSendBufferBytes,
                newSocketReceiveBufferBytes,
                maxPendingHandshakes,
                handshakeTimeoutNs,
                reconnectMinNs,
                reconnectMaxNs,
                keepAliveNs,
                silenceTimeoutNs);
    }

    /** Returns a copy with other bounds on handshakes. */
    public TcpSettings withHandshakes(final int newMaxPendingHandshakes, final long newHandshakeTimeoutNs) {
        return new TcpSettings(
                maxMessageLength,
                sendQueueBytes,
                receiveBufferBytes,
                socketSendBufferBytes,
                socketReceiveBufferBytes,
                newMaxPendingHandshakes,
                newHandshakeTimeoutNs,
                reconnectMinNs,
                reconnectMaxNs,
                keepAliveNs,
                silenceTimeoutNs);
    }

    /** Returns a copy with another pause between attempts to connect. */
    public TcpSettings withReconnect(final long newReconnectMinNs, final long newReconnectMaxNs) {
        return new TcpSettings(
                maxMessageLength,
                sendQueueBytes,
                receiveBufferBytes,
                socketSendBufferBytes,
                socketReceiveBufferBytes,
                maxPendingHandshakes,
                handshakeTimeoutNs,
                newReconnectMinNs,
                newReconnectMaxNs,
                keepAliveNs,
                silenceTimeoutNs);
    }

    /** Returns a copy with another way to find dead connections. */
    public TcpSettings withLiveness(final long newKeepAliveNs, final long newSilenceTimeoutNs) {
        return new TcpSettings(
                maxMessageLength,
                sendQueueBytes,
                receiveBufferBytes,
                socketSendBufferBytes,
                socketReceiveBufferBytes,
                maxPendingHandshakes,
                handshakeTimeoutNs,
                reconnectMinNs,
                reconnectMaxNs,
                newKeepAliveNs,
                newSilenceTimeoutNs);
    }

    private static void atLeast(final String name, final long value, final long bound) {
        if (value < bound) {
            throw new IllegalArgumentException("setting out of range: " + name + "=" + value + ", atLeast=" + bound);
        }
    }
}
