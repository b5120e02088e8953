package io.balsa.client;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Settings of a {@link ClientGateway}.
 *
 * <p>Threading: immutable; the builder belongs to one thread.
 */
public final class GatewayConfig {
    private final InetSocketAddress bindAddress;
    private final long clusterId;
    private final int nodeId;
    private final long gatewayId;
    private final Map<Integer, String> clientAddresses;
    private final int maxConnections;
    private final int maxCommandBytes;
    private final int maxResponseBytes;
    private final int connectionBufferBytes;
    private final int sessionWindow;
    private final int maxSessions;
    private final long helloTimeoutNs;
    private final long idleTimeoutNs;

    private GatewayConfig(final Builder builder) {
        bindAddress = builder.bindAddress;
        clusterId = builder.clusterId;
        nodeId = builder.nodeId;
        gatewayId = builder.gatewayId;
        clientAddresses = Map.copyOf(builder.clientAddresses);
        maxConnections = Settings.atLeast(1, "maxConnections", builder.maxConnections);
        maxCommandBytes = Settings.atLeast(1, "maxCommandBytes", builder.maxCommandBytes);
        maxResponseBytes = Settings.atLeast(0, "maxResponseBytes", builder.maxResponseBytes);
        connectionBufferBytes = Settings.atLeast(1, "connectionBufferBytes", builder.connectionBufferBytes);
        sessionWindow = Settings.atLeast(1, "sessionWindow", builder.sessionWindow);
        maxSessions = Settings.atLeast(1, "maxSessions", builder.maxSessions);
        helloTimeoutNs = Settings.nanosOfMillis("helloTimeoutMs", builder.helloTimeoutMs);
        idleTimeoutNs = Settings.nanosOfMillis("idleTimeoutMs", builder.idleTimeoutMs);
        Settings.atLeast(1, "nodeId", nodeId);
        if (maxConnections > ConnectionTable.MAX_CONNECTIONS) {
            throw new IllegalArgumentException("bad setting: maxConnections=" + maxConnections + "; take at most "
                    + ConnectionTable.MAX_CONNECTIONS);
        }
        final int largestFrame = ClientFrame.largestLength(maxCommandBytes, maxResponseBytes);
        if (connectionBufferBytes < largestFrame) {
            throw new IllegalArgumentException("bad setting: connectionBufferBytes=" + connectionBufferBytes
                    + "; a buffer must hold the largest message, which takes " + largestFrame
                    + " bytes with maxCommandBytes="
                    + maxCommandBytes + ", maxResponseBytes=" + maxResponseBytes);
        }
    }

    /**
     * Begins settings with the defaults.
     *
     * @param bindAddress where to listen; port 0 takes a free one
     * @param clusterId clients of another cluster are refused
     * @param nodeId of this node, at least 1
     * @param gatewayId random number, new at every start, so that answers to an earlier life are told apart
     */
    public static Builder builder(
            final InetSocketAddress bindAddress, final long clusterId, final int nodeId, final long gatewayId) {
        return new Builder(bindAddress, clusterId, nodeId, gatewayId);
    }

    InetSocketAddress bindAddress() {
        return bindAddress;
    }

    long clusterId() {
        return clusterId;
    }

    int nodeId() {
        return nodeId;
    }

    long gatewayId() {
        return gatewayId;
    }

    /** Returns {@code host:port} for clients of a member, empty when not known. */
    String clientAddress(final int memberId) {
        return clientAddresses.getOrDefault(memberId, "");
    }

    int maxConnections() {
        return maxConnections;
    }

    int maxCommandBytes() {
        return maxCommandBytes;
    }

    int maxResponseBytes() {
        return maxResponseBytes;
    }

    int connectionBufferBytes() {
        return connectionBufferBytes;
    }

    int sessionWindow() {
        return sessionWindow;
    }

    int maxSessions() {
        return maxSessions;
    }

    long helloTimeoutNs() {
        return helloTimeoutNs;
    }

    long idleTimeoutNs() {
        return idleTimeoutNs;
    }

    /** Collects settings; {@link #build} checks them. */
    public static final class Builder {
        private final InetSocketAddress bindAddress;
        private final long clusterId;
        private final int nodeId;
        private final long gatewayId;
        private final Map<Integer, String> clientAddresses = new HashMap<>();
        private int maxConnections = 256;
        private int maxCommandBytes = 64 * 1024;
        private int maxResponseBytes = 64 * 1024;
        private int connectionBufferBytes = 256 * 1024;
        private int sessionWindow = 1024;
        private int maxSessions = 1024;
        private long helloTimeoutMs = 2_000;
        private long idleTimeoutMs = 60_000;

        private Builder(
                final InetSocketAddress bindAddress, final long clusterId, final int nodeId, final long gatewayId) {
            this.bindAddress = bindAddress;
            this.clusterId = clusterId;
            this.nodeId = nodeId;
            this.gatewayId = gatewayId;
        }

        /**
         * Names the address under which clients reach a member, for redirects to a leader.
         *
         * @param address {@code host:port}
         */
        public Builder clientAddress(final int memberId, final String address) {
            clientAddresses.put(memberId, MemberAddress.parse(address).toString());
            return this;
        }

        /** Sets how many clients may be connected at a time, 1 to 65,000; 256 unless set. Further ones are told and refused. */
        public Builder maxConnections(final int count) {
            maxConnections = count;
            return this;
        }

        /** Sets the largest command and the largest query in bytes; 64 KiB unless set. */
        public Builder maxCommandBytes(final int bytes) {
            maxCommandBytes = bytes;
            return this;
        }

        /** Sets the largest response in bytes; 64 KiB unless set. */
        public Builder maxResponseBytes(final int bytes) {
            maxResponseBytes = bytes;
            return this;
        }

        /**
         * Sets the size of the receive buffer and of the send buffer of each connection; 256 KiB unless set. A client that lets
         * more than this wait unread is disconnected.
         */
        public Builder connectionBufferBytes(final int bytes) {
            connectionBufferBytes = bytes;
            return this;
        }

        /** Sets how many commands a session may have unanswered; 1024 unless set. */
        public Builder sessionWindow(final int commands) {
            sessionWindow = commands;
            return this;
        }

        /** Sets how many sessions the cluster keeps before it evicts the least recently used; 1024 unless set. */
        public Builder maxSessions(final int sessions) {
            maxSessions = sessions;
            return this;
        }

        /** Sets how long a new connection may take to say hello; 2000 ms unless set. */
        public Builder helloTimeoutMs(final long millis) {
            helloTimeoutMs = millis;
            return this;
        }

        /** Sets after how long without a byte a connection is closed; 60,000 ms unless set. Clients ping far more often. */
        public Builder idleTimeoutMs(final long millis) {
            idleTimeoutMs = millis;
            return this;
        }

        /**
         * Checks the settings.
         *
         * @throws IllegalArgumentException naming the one that is out of range
         */
        public GatewayConfig build() {
            return new GatewayConfig(this);
        }
    }
}
