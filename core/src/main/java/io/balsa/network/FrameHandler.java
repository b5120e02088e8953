package io.balsa.network;

import org.agrona.DirectBuffer;

/** Takes what a {@link Transport} receives. Threading: called on the transport's thread. Ownership: buffers are borrowed. */
public interface FrameHandler {
    /**
     * Takes one whole message whose length was checked; contents are not.
     *
     * @param offset of the {@link io.balsa.codec.WireFrame} header
     * @param length of the whole message, header included
     * @return false when the message is damaged or makes no sense: the connection is closed
     */
    boolean onFrame(int fromPeerId, DirectBuffer buffer, int offset, int length);

    /** Tells that messages can flow to and from a peer. */
    void onPeerConnected(int peerId);

    /** Tells that the connection to a peer is gone; what was under way may be lost. */
    void onPeerDisconnected(int peerId);
}
