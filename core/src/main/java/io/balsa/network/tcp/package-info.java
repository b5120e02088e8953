/**
 * Peer messages over TCP.
 *
 * <pre>
 *   TcpTransport
 *     |-- PeerAcceptor ---- InboundHandshake (one of a few) -- HelloJudge --+
 *     |                                                                     |  an established connection
 *     |-- PeerDialer (per member with a lower id) --------------------------+
 *     |                                                                     v
 *     +-- PeerLink (per member): SendQueue out, ReceiveBuffer in, FrameHandler
 * </pre>
 *
 * <p>A connection begins with a handshake in which each side learns that it talks to whom it means to ({@code Handshake}); then it is
 * handed to the {@code PeerLink} of that member, which lives as long as the transport and owns the buffers. Connections come and
 * go below it.
 *
 * <p>Damage, garbage and lengths beyond the limit close the connection they came on and are counted in
 * {@link io.balsa.network.NetworkCounters}. Dead connections are found by silence: whoever has nothing to send sends a keep-alive.
 */
@NullMarked
package io.balsa.network.tcp;

import org.jspecify.annotations.NullMarked;
