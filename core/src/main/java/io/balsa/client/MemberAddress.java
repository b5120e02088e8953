package io.balsa.client;

import java.net.InetSocketAddress;

/**
 * Where clients reach a member.
 *
 * @param host name or address; an IPv6 address stands in brackets
 * @param port 1 to 65535
 */
record MemberAddress(String host, int port) {
    private static final int MAX_PORT = 65_535;

    /**
     * Reads {@code host:port}.
     *
     * @throws IllegalArgumentException when it is not one
     */
    static MemberAddress parse(final String text) {
        final String trimmed = text.trim();
        final int colon = trimmed.lastIndexOf(':');
        if (colon < 1) {
            throw malformed(text);
        }
        try {
            final int port = Integer.parseInt(trimmed.substring(colon + 1));
            if (port < 1 || port > MAX_PORT) {
                throw malformed(text);
            }
            return new MemberAddress(trimmed.substring(0, colon), port);
        } catch (final NumberFormatException e) {
            throw malformed(text);
        }
    }

    /** Looks the name up; blocks while it does, unless the host is a literal address. */
    InetSocketAddress resolve() {
        return new InetSocketAddress(host, port);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }

    private static IllegalArgumentException malformed(final String text) {
        return new IllegalArgumentException(
                "not an address: \"" + text + "\"; write host:port with a port from 1 to " + MAX_PORT);
    }
}
