package io.balsa.bench.tune;

import io.balsa.bench.cluster.ProcessCluster;
import io.balsa.kv.NodeProfile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * A profile, and what may be changed in it on a machine.
 *
 * <p>A level that the profile has already is no alternative. Threads that never sleep
 * are tried only where each has a core: elsewhere three nodes that spin keep each other from working.
 */
public final class SearchSpace {
    /** Per node the duty cycle and the sync, and the two threads of the load. */
    private static final int CORES_TO_SPIN = 2 * ProcessCluster.SIZE + 2;

    private static final String COLLECTOR = "-XX:[+-]Use\\w+GC";
    private static final String HUGE_PAGES = "-XX:[+-]UseTransparentHugePages";

    private final NodeProfile base;
    private final Properties effective;
    private final List<Factor> factors = new ArrayList<>();

    private SearchSpace(final NodeProfile base) {
        this.base = base;
        effective = base.effectiveProperties();
    }

    /**
     * Returns all that may be changed.
     *
     * @param cores of the machine
     */
    public static SearchSpace of(final NodeProfile base, final int cores) {
        final SearchSpace space = new SearchSpace(base);
        space.flag(
                "GC",
                "garbage collector",
                COLLECTOR,
                "the JVM's choice",
                "-XX:+UseParallelGC",
                "-XX:+UseZGC",
                "-XX:+UseSerialGC");
        space.flag("pages", "huge pages under heap", HUGE_PAGES, "small", "-XX:+UseTransparentHugePages");
        space.values("sync", "thread that syncs", List.of("threading.mode"), "SHARED_INLINE_SYNC", "SHARED");
        space.values(
                "own sync", "whether a leader applies before its own sync", List.of("apply.before.persist"), "0", "1");
        if (cores >= CORES_TO_SPIN) {
            space.values("idle", "time without work before a thread sleeps", List.of("idle.spin.us"), "20", "1000000");
        } else {
            space.values("idle", "time without work before a thread sleeps", List.of("idle.spin.us"), "20", "100");
        }
        space.values(
                "batch",
                "requests and entries per duty cycle",
                List.of("ingress.batch", "apply.batch"),
                "128",
                "8192",
                "1024");
        space.values("message", "most bytes of entries in a message", List.of("append.max.bytes"), "64k", "1m", "256k");
        space.values("window", "messages under way to a follower", List.of("inflight.max"), "16", "64", "256");
        space.values("segment", "bytes of a log segment", List.of("segment.bytes"), "256m", "16m", "64m");
        space.values("commit", "whether commits are told at once", List.of("commit.eager"), "1", "0");
        return space;
    }

    /** Returns what may be changed. */
    List<Factor> factors() {
        return List.copyOf(factors);
    }

    /** Returns the number of factors. */
    public int size() {
        return factors.size();
    }

    /** Returns the factor with a name. */
    Factor factor(final String name) {
        return factors.stream()
                .filter(factor -> factor.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Returns what nodes of a candidate are started with. */
    NodeProfile profile(final Candidate candidate) {
        final List<String> flags = new ArrayList<>(base.jvmArguments());
        final Properties properties = new Properties();
        properties.putAll(base.nodeProperties());
        candidate.changes().forEach((name, level) -> {
            final String replaced = factor(name).flags();
            flags.removeIf(flag -> flag.matches(replaced));
            flags.addAll(level.flags());
            properties.putAll(level.properties());
        });
        return new NodeProfile(flags, properties);
    }

    /** Adds a factor of the JVM; two alternatives at most, since each costs trials. */
    private void flag(
            final String name,
            final String meaning,
            final String replaced,
            final String unset,
            final String... alternatives) {
        final String before = base.jvmArguments().stream()
                .filter(flag -> flag.matches(replaced))
                .findFirst()
                .orElse(unset);
        add(new Factor(
                name,
                meaning,
                replaced,
                brief(before),
                List.of(alternatives).stream()
                        .filter(flag -> !flag.equals(before))
                        .limit(2)
                        .map(flag -> new Level(brief(flag), Map.of(), List.of(flag)))
                        .toList()));
    }

    /** Adds a factor of the node that sets all its keys to the same value; two alternatives at most. */
    private void values(
            final String name, final String meaning, final List<String> keys, final String... alternatives) {
        final List<Level> levels = new ArrayList<>();
        for (final String value : alternatives) {
            final Map<String, String> properties = new LinkedHashMap<>();
            keys.forEach(key -> properties.put(key, value));
            final Properties found = effectiveWith(properties);
            if (levels.size() < 2
                    && keys.stream().anyMatch(key -> !Objects.equals(found.get(key), effective.get(key)))) {
                levels.add(new Level(value, properties, List.of()));
            }
        }
        final String before = keys.stream()
                .map(key -> compact(key, effective.getProperty(key)))
                .distinct()
                .collect(Collectors.joining(", "));
        add(new Factor(name, meaning, "", before, levels));
    }

    private void add(final Factor factor) {
        if (!factor.alternatives().isEmpty()) {
            factors.add(factor);
        }
    }

    /** Returns all settings with some changed. */
    private Properties effectiveWith(final Map<String, String> changed) {
        final Properties properties = new Properties();
        properties.putAll(base.nodeProperties());
        properties.putAll(changed);
        return new NodeProfile(List.of(), properties).effectiveProperties();
    }

    /** Takes off what all flags of a kind have in common. */
    private static String brief(final String flag) {
        return flag.replaceAll("^-XX:[+]Use", "").replaceAll("^-XX:-Use", "no ");
    }

    /** Writes a number of bytes as one does by hand. */
    private static String compact(final String key, final String value) {
        if (!key.endsWith(".bytes")) {
            return value;
        }
        final long bytes = Long.parseLong(value);
        if (bytes % (1 << 20) == 0) {
            return (bytes >> 20) + "m";
        }
        return bytes % (1 << 10) == 0 ? (bytes >> 10) + "k" : value;
    }
}
