package io.balsa.node;

import io.balsa.log.SyncPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Everything a node is started with: who it is, who its peers are, where its data lies, how it is tuned.
 *
 * <p>Read from properties (the keys are {@code cluster.id}, {@code node.id}, {@code members}, {@code data.dir},
 * {@code sync.policy}, {@code threading.mode} and those of {@link NodeSetting}) or made with a {@link Builder}. An unknown
 * key is an error, since a misspelt one would be a setting without effect.
 *
 * <p>Threading: immutable.
 */
public final class NodeConfig {
    private static final List<String> FIXED_KEYS =
            List.of("cluster.id", "node.id", "members", "data.dir", "sync.policy", "threading.mode");

    private final long clusterId;
    private final int nodeId;
    private final List<Member> members;
    private final Path dataDirectory;
    private final SyncPolicy syncPolicy;
    private final ThreadingMode threadingMode;
    private final Map<NodeSetting, Long> numbers;

    private NodeConfig(final Builder builder) {
        clusterId = builder.clusterId;
        nodeId = builder.nodeId;
        members = List.copyOf(builder.members);
        dataDirectory = required("data.dir", builder.dataDirectory);
        syncPolicy = builder.syncPolicy;
        threadingMode = builder.threadingMode;
        numbers = new EnumMap<>(builder.numbers);
        check();
    }

    /** Begins settings with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Reads settings; those given later win.
     *
     * @throws IllegalArgumentException naming the key that is unknown, missing or out of range
     */
    public static NodeConfig fromProperties(final Properties properties) {
        return builder().properties(properties).build();
    }

    /** Returns every key that may stand in a properties file, sorted. */
    public static List<String> keys() {
        final TreeSet<String> keys = new TreeSet<>(FIXED_KEYS);
        for (final NodeSetting setting : NodeSetting.values()) {
            keys.add(setting.key());
        }
        return List.copyOf(keys);
    }

    /** Returns the cluster's id, not 0: nodes and clients of another one are refused. */
    public long clusterId() {
        return clusterId;
    }

    /** Returns this node's id. */
    public int nodeId() {
        return nodeId;
    }

    /** Returns all members, this node among them, by id. */
    public List<Member> members() {
        return members;
    }

    /** Returns the entry of this node among the members. */
    public Member self() {
        return members.stream()
                .filter(member -> member.nodeId() == nodeId)
                .findFirst()
                .orElseThrow();
    }

    /** Returns where hard state and log lie. */
    public Path dataDirectory() {
        return dataDirectory;
    }

    /** Returns what an acknowledgement promises in a power cut. */
    public SyncPolicy syncPolicy() {
        return syncPolicy;
    }

    /** Returns which threads run the node. */
    public ThreadingMode threadingMode() {
        return threadingMode;
    }

    /** Returns a number. */
    public long get(final NodeSetting setting) {
        return numbers.getOrDefault(setting, setting.defaultValue());
    }

    /** Returns a number that its range keeps within an int. */
    public int getInt(final NodeSetting setting) {
        return Math.toIntExact(get(setting));
    }

    /** Returns a switch. */
    public boolean isOn(final NodeSetting setting) {
        return get(setting) != 0;
    }

    /** Returns all settings with their effective values, as a properties file would hold them. */
    public Properties toProperties() {
        final Properties properties = new Properties();
        properties.setProperty("cluster.id", Long.toString(clusterId));
        properties.setProperty("node.id", Integer.toString(nodeId));
        properties.setProperty("members", members.stream().map(Member::toString).collect(Collectors.joining(",")));
        properties.setProperty("data.dir", dataDirectory.toString());
        properties.setProperty("sync.policy", syncPolicy.name());
        properties.setProperty("threading.mode", threadingMode.name());
        for (final NodeSetting setting : NodeSetting.values()) {
            properties.setProperty(setting.key(), Long.toString(get(setting)));
        }
        return properties;
    }

    private void check() {
        if (clusterId == 0) {
            throw new IllegalArgumentException(
                    "no cluster id: cluster.id=0; choose any other number, the same for all members");
        }
        if (members.stream().noneMatch(member -> member.nodeId() == nodeId)) {
            throw new IllegalArgumentException(
                    "this node is not among the members: node.id=" + nodeId + ", members=" + members);
        }
        if (members.stream().map(Member::nodeId).distinct().count() != members.size()) {
            throw new IllegalArgumentException("a node id stands twice among the members: members=" + members);
        }
        if (get(NodeSetting.HEARTBEAT_TICKS) >= get(NodeSetting.ELECTION_TICKS)) {
            throw new IllegalArgumentException("heartbeat.ticks must be below election.ticks: heartbeat.ticks="
                    + get(NodeSetting.HEARTBEAT_TICKS) + ", election.ticks=" + get(NodeSetting.ELECTION_TICKS));
        }
        checkHolds(NodeSetting.INGRESS_RING_BYTES, NodeSetting.MAX_COMMAND_BYTES);
        checkHolds(NodeSetting.EGRESS_RING_BYTES, NodeSetting.MAX_RESPONSE_BYTES);
        checkHolds(NodeSetting.READ_QUEUE_BYTES, NodeSetting.MAX_COMMAND_BYTES);
        if (get(NodeSetting.SEGMENT_BYTES) < 2 * get(NodeSetting.MAX_COMMAND_BYTES)) {
            throw new IllegalArgumentException("segment.bytes must be at least twice max.command.bytes: segment.bytes="
                    + get(NodeSetting.SEGMENT_BYTES) + ", max.command.bytes=" + get(NodeSetting.MAX_COMMAND_BYTES));
        }
    }

    /** A record may take an eighth of a ring; a margin leaves room for its header. */
    private void checkHolds(final NodeSetting ring, final NodeSetting record) {
        final long ringBytes = get(ring);
        if (Long.bitCount(ringBytes) != 1 || ringBytes / 16 < get(record)) {
            throw new IllegalArgumentException(ring.key() + " must be a power of two and at least 16 times "
                    + record.key() + ": " + ring.key() + "=" + ringBytes + ", " + record.key() + "=" + get(record));
        }
    }

    private static <T> T required(final String key, final @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException("setting missing: " + key);
        }
        return value;
    }

    /** Collects settings; {@link #build} checks them and how they relate. */
    public static final class Builder {
        private long clusterId;
        private int nodeId;
        private final List<Member> members = new ArrayList<>();
        private @Nullable Path dataDirectory;
        private SyncPolicy syncPolicy = SyncPolicy.EVERY_BATCH;
        private ThreadingMode threadingMode = ThreadingMode.SHARED;
        private final Map<NodeSetting, Long> numbers = new EnumMap<>(NodeSetting.class);

        private Builder() {}

        /** Sets the cluster's id, any number but 0. */
        public Builder clusterId(final long id) {
            clusterId = id;
            return this;
        }

        /** Sets this node's id, from 1. */
        public Builder nodeId(final int id) {
            nodeId = id;
            return this;
        }

        /** Sets all members, this node among them. */
        public Builder members(final Member... all) {
            members.clear();
            members.addAll(Arrays.asList(all));
            return this;
        }

        /** Sets where hard state and log lie; made when it is missing. */
        public Builder dataDirectory(final Path path) {
            dataDirectory = path;
            return this;
        }

        /** Sets what an acknowledgement promises in a power cut. */
        public Builder syncPolicy(final SyncPolicy policy) {
            syncPolicy = policy;
            return this;
        }

        /** Sets which threads run the node. */
        public Builder threadingMode(final ThreadingMode mode) {
            threadingMode = mode;
            return this;
        }

        /** Sets a number. */
        public Builder set(final NodeSetting setting, final long value) {
            numbers.put(setting, setting.check(value));
            return this;
        }

        /**
         * Sets whatever the properties hold.
         *
         * @throws IllegalArgumentException for a key that is not known or a value that is none
         */
        public Builder properties(final Properties properties) {
            for (final String key : new TreeSet<>(properties.stringPropertyNames())) {
                property(key, properties.getProperty(key).trim());
            }
            return this;
        }

        /**
         * Returns the checked settings.
         *
         * @throws IllegalArgumentException naming what is missing or which relation is broken
         */
        public NodeConfig build() {
            return new NodeConfig(this);
        }

        private void property(final String key, final String value) {
            switch (key) {
                case "cluster.id" -> clusterId = number(key, value);
                case "node.id" -> nodeId = Math.toIntExact(number(key, value));
                case "members" -> {
                    members.clear();
                    for (final String member : value.split(",", -1)) {
                        members.add(Member.parse(member));
                    }
                }
                case "data.dir" -> dataDirectory = Path.of(value);
                case "sync.policy" -> syncPolicy = oneOf(SyncPolicy.class, key, value);
                case "threading.mode" -> threadingMode = oneOf(ThreadingMode.class, key, value);
                default -> {
                    final NodeSetting setting = settingOf(key);
                    numbers.put(setting, setting.parse(value));
                }
            }
        }

        private static NodeSetting settingOf(final String key) {
            for (final NodeSetting setting : NodeSetting.values()) {
                if (setting.key().equals(key)) {
                    return setting;
                }
            }
            throw new IllegalArgumentException("unknown setting: " + key + "; known are " + String.join(", ", keys()));
        }

        private static long number(final String key, final String value) {
            try {
                return Long.parseLong(value);
            } catch (final NumberFormatException e) {
                throw new IllegalArgumentException("setting is not a number: " + key + "=" + value);
            }
        }

        private static <E extends Enum<E>> E oneOf(final Class<E> type, final String key, final String value) {
            for (final E constant : type.getEnumConstants()) {
                if (constant.name().equals(value.toUpperCase(Locale.ROOT))) {
                    return constant;
                }
            }
            throw new IllegalArgumentException("no such value: " + key + "=" + value + "; take one of "
                    + Arrays.toString(type.getEnumConstants()));
        }
    }
}
