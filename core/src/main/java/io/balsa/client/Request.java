package io.balsa.client;

import java.util.concurrent.CompletableFuture;

/** A request of a {@link BalsaClient} on its way from a caller's thread to the client's and back. */
record Request(boolean isQuery, byte[] bytes, long deadlineNs, CompletableFuture<byte[]> future) {
    Request(final boolean isQuery, final byte[] bytes, final long deadlineNs) {
        this(isQuery, bytes, deadlineNs, new CompletableFuture<>());
    }

    void complete(final byte[] response) {
        future.complete(response);
    }

    void fail(final ClientException reason) {
        future.completeExceptionally(reason);
    }
}
