package io.balsa.node;

/**
 * Where one member of the cluster listens.
 *
 * @param nodeId from 1
 * @param host name or literal address
 * @param peerPort where other members connect, 1 to 65535
 * @param clientPort where clients connect, 1 to 65535
 */
public record Member(int nodeId, String host, int peerPort, int clientPort) {
    private static final int MAX_PORT = 65_535;

    /** Checks the parts. */
    public Member {
        if (nodeId < 1 || host.isBlank() || !isPort(peerPort) || !isPort(clientPort) || peerPort == clientPort) {
            throw new IllegalArgumentException("not a member: nodeId=" + nodeId + ", host=" + host + ", peerPort="
                    + peerPort + ", clientPort=" + clientPort + "; ids begin at 1, the two ports differ and are 1 to "
                    + MAX_PORT);
        }
    }

    /**
     * Reads {@code id=host:peerPort:clientPort}.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static Member parse(final String text) {
        final String trimmed = text.trim();
        final int equals = trimmed.indexOf('=');
        final int clientColon = trimmed.lastIndexOf(':');
        final int peerColon = trimmed.lastIndexOf(':', clientColon - 1);
        if (equals < 1 || peerColon <= equals) {
            throw malformed(text);
        }
        try {
            return new Member(
                    Integer.parseInt(trimmed.substring(0, equals).trim()),
                    trimmed.substring(equals + 1, peerColon).trim(),
                    Integer.parseInt(trimmed.substring(peerColon + 1, clientColon)),
                    Integer.parseInt(trimmed.substring(clientColon + 1)));
        } catch (final NumberFormatException e) {
            throw malformed(text);
        }
    }

    /** Returns {@code host:clientPort}. */
    public String clientAddress() {
        return host + ":" + clientPort;
    }

    /** Returns the form that {@link #parse} reads. */
    @Override
    public String toString() {
        return nodeId + "=" + host + ":" + peerPort + ":" + clientPort;
    }

    private static boolean isPort(final int port) {
        return port >= 1 && port <= MAX_PORT;
    }

    private static IllegalArgumentException malformed(final String text) {
        return new IllegalArgumentException(
                "not a member: \"" + text + "\"; write id=host:peerPort:clientPort, as in 1=127.0.0.1:7001:8001");
    }
}
