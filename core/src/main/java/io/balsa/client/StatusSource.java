package io.balsa.client;

import io.balsa.codec.sbe.client.StatusReplyEncoder;

/**
 * What a node tells about itself when a client asks.
 *
 * <p>Threading: called on the gateway's thread.
 */
@FunctionalInterface
public interface StatusSource {
    /**
     * Sets every field of the reply but {@code correlationId}, {@code clusterId} and {@code nodeId}, which the gateway has set;
     * {@code dataDirectory} last, since it has no fixed place.
     *
     * @param reply borrowed until the method returns
     */
    void fill(StatusReplyEncoder reply);
}
