package io.balsa.bench.profile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/** The keys of {@code bench.properties}: what each means, its default, and what it may hold. */
public enum BenchSetting {
    /** Length of one look at disk and loopback, which is taken several times in a run. */
    PROBE_SECONDS("probe.seconds", Kind.SECONDS, "1.5"),
    /** How long an idle machine is watched for hiccups. */
    HICCUP_SECONDS("hiccup.seconds", Kind.SECONDS, "3"),
    /** Load with the most outstanding commands before anything is measured, to compile the hot code. */
    WARMUP_SECONDS("warmup.seconds", Kind.SECONDS, "12"),
    /** Bytes of each command, key and headers included. */
    COMMAND_BYTES("command.bytes", Kind.COUNT, "256"),
    /** Number of different keys that commands write. */
    KEYS("keys", Kind.COUNT, "10000"),
    /** Length of an interval of the histogram log. */
    INTERVAL_MS("interval.ms", Kind.COUNT, "250"),
    /** Numbers of outstanding commands, one closed loop each. */
    CLOSED_OUTSTANDING("closed.outstanding", Kind.COUNTS, "1,16,256"),
    /** Unmeasured part of each closed loop. */
    CLOSED_WARMUP_SECONDS("closed.warmup.seconds", Kind.SECONDS, "2"),
    /** Measured part of each closed loop. */
    CLOSED_SECONDS("closed.seconds", Kind.SECONDS, "8"),
    /** Rates per second, one open loop each. */
    OPEN_RATES("open.rates", Kind.COUNTS, "1000,5000,10000,25000,50000"),
    /** Unmeasured part of each open loop. */
    OPEN_WARMUP_SECONDS("open.warmup.seconds", Kind.SECONDS, "1"),
    /** Measured part of each open loop. */
    OPEN_SECONDS("open.seconds", Kind.SECONDS, "8"),
    /** Commands to one whose stage times the leader notes in each load, 0 to note none. */
    STAGES_EVERY("stages.every", Kind.NUMBER, "4"),
    /** How the commands of an open loop are spread over time: evenly, or as independent users would send them. */
    OPEN_ARRIVALS("open.arrivals", Kind.ARRIVALS, "constant"),
    /** What the gaps of poisson arrivals are drawn from: the same seed gives the same gaps. */
    OPEN_SEED("open.seed", Kind.NUMBER, "1"),
    /** Percentile of the response time that a search for the knee looks at. */
    KNEE_PERCENTILE("knee.percentile", Kind.PERCENTILE, "99"),
    /** What that percentile must not exceed, in milliseconds; 0, or nothing, for no search. */
    KNEE_OBJECTIVE_MS("knee.objective.ms", Kind.OBJECTIVE, "0"),
    /** Rate per second at which the search begins. */
    KNEE_FROM("knee.from", Kind.COUNT, "1000"),
    /** Measured part of each of its steps. */
    KNEE_SECONDS("knee.seconds", Kind.SECONDS, "5"),
    /** Where the nodes run: each in a process of its own, or all in this JVM. */
    CLUSTER_FORM("cluster.form", Kind.FORM, "processes"),
    /** How often the leader is killed, 0 for never. */
    FAILOVER_KILLS("failover.kills", Kind.NUMBER, "2"),
    /** Rate per second under which it is killed. */
    FAILOVER_RATE("failover.rate", Kind.COUNT, "1000"),
    /** Load before the kill. */
    FAILOVER_BEFORE_SECONDS("failover.before.seconds", Kind.SECONDS, "2"),
    /** Load after the kill. */
    FAILOVER_AFTER_SECONDS("failover.after.seconds", Kind.SECONDS, "5"),
    /** Regular expression that chooses JMH benchmarks by name; empty for none. */
    JMH_INCLUDE("jmh.include", Kind.PATTERN, ".*"),
    /** Whether benchmarks that allocate fail the run: they are measured again and again, and then under a profiler. */
    JMH_GATE("jmh.gate", Kind.FLAG, "false"),
    /** JVMs started per benchmark. */
    JMH_FORKS("jmh.forks", Kind.COUNT, "1"),
    /** Unmeasured iterations in each. */
    JMH_WARMUP_ITERATIONS("jmh.warmup.iterations", Kind.COUNT, "4"),
    /** Measured iterations in each. */
    JMH_ITERATIONS("jmh.iterations", Kind.COUNT, "5"),
    /** Length of an iteration. */
    JMH_ITERATION_MS("jmh.iteration.ms", Kind.COUNT, "400"),
    /**
     * Benchmarks that a comparison runs, with {@code ;} between them: {@code Class.method}, parameters in braces behind it, and
     * {@code @sample} where the times of single operations are compared as well.
     */
    COMPARE_BENCHMARKS(
            "compare.benchmarks",
            Kind.BENCHMARKS,
            "LogAppendBenchmark.append{payloadLength=256};"
                    + "ProposeCommitBenchmark.batchOf256{payloadBytes=256};"
                    + "ReplicatedEntryBenchmark.entry{shape=3x256Bx16};"
                    + "KvPutBenchmark.put{snapshot=none, entries=1000};"
                    + "ClusterCommitBenchmark.batch{size=3, payloadBytes=1024, batch=16}@sample"),
    /** Unmeasured iterations in each fork of a comparison. */
    COMPARE_WARMUP_ITERATIONS("compare.warmup.iterations", Kind.COUNT, "4"),
    /** Measured iterations in each. */
    COMPARE_ITERATIONS("compare.iterations", Kind.COUNT, "5"),
    /** Length of each iteration. */
    COMPARE_ITERATION_MS("compare.iteration.ms", Kind.COUNT, "100"),
    /** How long a comparison of two arms takes, about, in minutes: as many forks as fit, at least six of each arm. */
    COMPARE_MINUTES("compare.minutes", Kind.MINUTES, "10"),
    /** Forks per benchmark that a baseline is made of, and that are held against one. */
    BASELINE_FORKS("baseline.forks", Kind.COUNT, "15");

    private enum Kind {
        SECONDS("a positive number of seconds"),
        NUMBER("a whole number from 0"),
        COUNT("a whole number from 1"),
        COUNTS("whole numbers from 1 with commas between them, or nothing"),
        ARRIVALS("constant or poisson"),
        PERCENTILE("a number above 0 and below 100"),
        OBJECTIVE("a number of milliseconds from 0, or nothing"),
        FORM("processes or in-process"),
        FLAG("true or false"),
        PATTERN("a regular expression"),
        BENCHMARKS("Class.method{key=value, key=value}@sample with ; between them"),
        MINUTES("a positive number of minutes");

        private final String words;

        Kind(final String words) {
            this.words = words;
        }
    }

    private static final Pattern BENCHMARK_LIST =
            Pattern.compile("\\w+\\.\\w+(\\{[^{}]+})?(@sample)?(\\s*;\\s*\\w+\\.\\w+(\\{[^{}]+})?(@sample)?)*");

    private final String key;
    private final Kind kind;
    private final String defaultValue;

    BenchSetting(final String key, final Kind kind, final String defaultValue) {
        this.key = key;
        this.kind = kind;
        this.defaultValue = defaultValue;
    }

    /** Returns the key. */
    public String key() {
        return key;
    }

    /** Returns the value taken when the profile has none. */
    public String defaultValue() {
        return defaultValue;
    }

    /** Finds the setting with a key. */
    public static Optional<BenchSetting> of(final String key) {
        return Arrays.stream(values()).filter(s -> s.key.equals(key)).findFirst();
    }

    /** Returns all keys with commas between them. */
    public static String keys() {
        return Arrays.stream(values()).map(BenchSetting::key).collect(Collectors.joining(", "));
    }

    /**
     * Checks a value.
     *
     * @throws ProfileException that says what this key may hold
     */
    void check(final String value) throws ProfileException {
        if (!isValid(value)) {
            throw new ProfileException("bad value: key=" + key + ", found=" + value + ", expected=" + kind.words);
        }
    }

    private boolean isValid(final String value) {
        try {
            return switch (kind) {
                case SECONDS -> Double.parseDouble(value) > 0 && Double.parseDouble(value) <= 86_400;
                case NUMBER -> Integer.parseInt(value) >= 0;
                case COUNT -> Integer.parseInt(value) >= 1;
                case COUNTS -> parseCounts(value).stream().allMatch(count -> count >= 1);
                case ARRIVALS -> List.of("constant", "poisson").contains(value);
                case PERCENTILE -> Double.parseDouble(value) > 0 && Double.parseDouble(value) < 100;
                case OBJECTIVE ->
                    value.isEmpty() || (Double.parseDouble(value) >= 0 && Double.parseDouble(value) <= 60_000);
                case FORM -> List.of("processes", "in-process").contains(value);
                case FLAG -> List.of("true", "false").contains(value);
                case PATTERN -> Pattern.compile(value) != null;
                case BENCHMARKS -> BENCHMARK_LIST.matcher(value).matches();
                case MINUTES -> Double.parseDouble(value) > 0 && Double.parseDouble(value) <= 1_440;
            };
        } catch (final NumberFormatException | PatternSyntaxException e) {
            return false;
        }
    }

    /** Returns the numbers of a list. */
    static List<Integer> parseCounts(final String value) {
        final List<Integer> counts = new ArrayList<>();
        if (!value.isBlank()) {
            for (final String part : value.split(",", -1)) {
                counts.add(Integer.parseInt(part.strip()));
            }
        }
        return counts;
    }
}
