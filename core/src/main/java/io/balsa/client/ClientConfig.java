package io.balsa.client;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Settings of {@link BalsaClient} and {@link PipelinedClient}.
 *
 * <p>Threading: immutable; the builder belongs to one thread.
 */
public final class ClientConfig {
    private static final int MAX_OUTSTANDING = 1 << 20;

    private final List<MemberAddress> members;
    private final long clusterId;
    private final long requestTimeoutNs;
    private final long connectTimeoutNs;
    private final long pingIntervalNs;
    private final long silenceTimeoutNs;
    private final int maxOutstanding;
    private final int retainedBytes;
    private final int connectionBufferBytes;

    private ClientConfig(final Builder builder) {
        if (builder.members.isEmpty()) {
            throw new IllegalArgumentException(
                    "no members given; name the client address, host:port, of at least one node");
        }
        members = List.copyOf(builder.members);
        clusterId = builder.clusterId;
        requestTimeoutNs = nanos("requestTimeout", builder.requestTimeout);
        connectTimeoutNs = nanos("connectTimeout", builder.connectTimeout);
        pingIntervalNs = nanos("pingInterval", builder.pingInterval);
        silenceTimeoutNs = nanos("silenceTimeout", builder.silenceTimeout);
        maxOutstanding = Settings.atLeast(1, "maxOutstanding", builder.maxOutstanding);
        if (maxOutstanding > MAX_OUTSTANDING) {
            throw new IllegalArgumentException(
                    "bad setting: maxOutstanding=" + maxOutstanding + "; take at most " + MAX_OUTSTANDING);
        }
        retainedBytes = Settings.atLeast(ClientFrame.MAX_CONTROL_LENGTH, "retainedBytes", builder.retainedBytes);
        connectionBufferBytes = Settings.atLeast(
                ClientFrame.MAX_CONTROL_LENGTH, "connectionBufferBytes", builder.connectionBufferBytes);
    }

    /**
     * Makes settings with the defaults.
     *
     * @param members client addresses of the nodes, {@code host:port,host:port}
     */
    public static ClientConfig of(final String members) {
        return builder().members(members).build();
    }

    /** Begins settings with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    private static long nanos(final String name, final Duration duration) {
        return Settings.nanosOfMillis(name + "Ms", duration.toMillis());
    }

    List<MemberAddress> members() {
        return members;
    }

    long clusterId() {
        return clusterId;
    }

    long requestTimeoutNs() {
        return requestTimeoutNs;
    }

    long connectTimeoutNs() {
        return connectTimeoutNs;
    }

    long pingIntervalNs() {
        return pingIntervalNs;
    }

    long silenceTimeoutNs() {
        return silenceTimeoutNs;
    }

    int maxOutstanding() {
        return maxOutstanding;
    }

    int retainedBytes() {
        return retainedBytes;
    }

    int connectionBufferBytes() {
        return connectionBufferBytes;
    }

    /** Collects settings; {@link #build} checks them. Durations are rounded down to milliseconds, 1 ms to 1 day. */
    public static final class Builder {
        private final Set<MemberAddress> members = new LinkedHashSet<>();
        private long clusterId;
        private Duration requestTimeout = Duration.ofSeconds(10);
        private Duration connectTimeout = Duration.ofMillis(500);
        private Duration pingInterval = Duration.ofMillis(250);
        private Duration silenceTimeout = Duration.ofSeconds(1);
        private int maxOutstanding = 1024;
        private int retainedBytes = 4 * 1024 * 1024;
        private int connectionBufferBytes = 256 * 1024;

        private Builder() {}

        /**
         * Adds nodes.
         *
         * @param addresses their client addresses, {@code host:port,host:port}; one is enough when it is up, since it tells who leads
         */
        public Builder members(final String addresses) {
            for (final String address : addresses.split(",", -1)) {
                members.add(MemberAddress.parse(address));
            }
            return this;
        }

        /** Sets the cluster to look for; a node of another one is an error. 0, the default, takes any. */
        public Builder clusterId(final long id) {
            clusterId = id;
            return this;
        }

        /** Sets how long a request may take, changes of the leader included; 10 s unless set. */
        public Builder requestTimeout(final Duration timeout) {
            requestTimeout = timeout;
            return this;
        }

        /** Sets how long a node may take to accept a connection and welcome the client; 500 ms unless set. */
        public Builder connectTimeout(final Duration timeout) {
            connectTimeout = timeout;
            return this;
        }

        /** Sets after how long without a byte from the node it is asked for a sign of life; 250 ms unless set. */
        public Builder pingInterval(final Duration interval) {
            pingInterval = interval;
            return this;
        }

        /** Sets how long the node may then take to give it before another is tried; 1 s unless set. */
        public Builder silenceTimeout(final Duration timeout) {
            silenceTimeout = timeout;
            return this;
        }

        /** Sets how many commands, and how many queries, may be unanswered at a time, 1 to 2^20; 1024 unless set. */
        public Builder maxOutstanding(final int requests) {
            maxOutstanding = requests;
            return this;
        }

        /**
         * Sets how many bytes of unanswered commands, and of unanswered queries, are kept to be sent again; 4 MiB unless set.
         * When that is used up requests have to wait.
         */
        public Builder retainedBytes(final int bytes) {
            retainedBytes = bytes;
            return this;
        }

        /** Sets the size of the receive and of the send buffer; 256 KiB unless set. Must hold the largest message. */
        public Builder connectionBufferBytes(final int bytes) {
            connectionBufferBytes = bytes;
            return this;
        }

        /**
         * Checks the settings.
         *
         * @throws IllegalArgumentException naming the one that is out of range
         */
        public ClientConfig build() {
            return new ClientConfig(this);
        }
    }
}
