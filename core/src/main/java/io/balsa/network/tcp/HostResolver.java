package io.balsa.network.tcp;

import io.balsa.network.PeerAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;

/**
 * Looks host names up on threads of its own: a name server that does not answer blocks its caller for seconds, and a leader
 * blocked for seconds is no leader any more. Literal addresses need no lookup and no thread.
 *
 * <p>Threading: called by one thread; what it returns may be completed by another.
 */
final class HostResolver implements AutoCloseable {
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|.*:.*");

    /** Starts a thread only when there is something to look up, and ends it when there has not been for a minute. */
    private final ExecutorService lookups = Executors.newCachedThreadPool(task -> {
        final Thread thread = new Thread(task, "balsa-resolver");
        thread.setDaemon(true);
        return thread;
    });

    /** Begins a lookup; the address is {@link InetSocketAddress#isUnresolved() unresolved} when there is no such host. */
    Future<InetSocketAddress> resolve(final PeerAddress peer) {
        if (LITERAL.matcher(peer.host()).matches()) {
            return CompletableFuture.completedFuture(new InetSocketAddress(peer.host(), peer.port()));
        }
        return lookups.submit(() -> new InetSocketAddress(peer.host(), peer.port()));
    }

    @Override
    public void close() {
        lookups.shutdownNow();
    }
}
