package io.balsa.network;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Finds TCP ports of this machine that nobody listens on. Another process may take one before the caller does. */
public final class FreePorts {
    private static final int MAX_PORT = 65_535;

    private FreePorts() {}

    /**
     * Returns free ports in ascending order.
     *
     * @param first lowest port to look at, 1 to 65535
     * @param count how many, at least 0
     * @throws IllegalStateException when there are not as many
     */
    public static List<Integer> find(final int first, final int count) {
        final List<Integer> ports = new ArrayList<>();
        for (int port = first; ports.size() < count; port++) {
            if (port > MAX_PORT) {
                throw new IllegalStateException(
                        "not enough free ports: first=" + first + ", wanted=" + count + ", found=" + ports.size());
            }
            if (isFree(port)) {
                ports.add(port);
            }
        }
        return ports;
    }

    private static boolean isFree(final int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (final IOException e) {
            return false;
        }
    }
}
