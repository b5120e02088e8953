package io.balsa.bench.report.comparison;

import io.balsa.bench.compare.AllocationChange;
import io.balsa.bench.compare.ComparisonDirectory;
import io.balsa.bench.compare.ComparisonRecord;
import io.balsa.bench.fork.ForkFile;
import io.balsa.bench.fork.ForkRecord;
import io.balsa.bench.report.FlameLinks;
import io.balsa.bench.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A comparison as it lies on disk, its forks sorted by benchmark.
 *
 * @param record what was found
 * @param benchmarks in the order of their verdicts
 * @param forks of both arms that were run
 * @param flames files relative to the directory, with slashes
 */
record Comparison(ComparisonRecord record, List<Benchmark> benchmarks, int forks, List<String> flames) {
    /**
     * Reads a directory.
     *
     * @throws IOException when a file is missing, damaged or of another version
     */
    static Comparison read(final Path directory) throws IOException {
        final ComparisonDirectory files = ComparisonDirectory.open(directory);
        final ComparisonRecord record = files.read();
        final String armA = record.armA().name();
        final String armB = record.armB().name();
        if (armA.equals(armB)) {
            throw new IOException("both arms have one name: file=" + files.recordFile() + ", name=" + armA);
        }
        final List<ForkRecord> forks = forksOf(directory).stream()
                .filter(fork -> fork.arm().equals(armA) || fork.arm().equals(armB))
                .toList();
        return new Comparison(record, benchmarksOf(record, forks), forks.size(), FlameLinks.in(directory));
    }

    private static List<ForkRecord> forksOf(final Path directory) throws IOException {
        final Path plain = directory.resolve(ForkFile.NAME);
        final Path compressed = directory.resolve(ForkFile.NAME + ".gz");
        if (!Files.isRegularFile(plain) && !Files.isRegularFile(compressed)) {
            throw new IOException("a comparison without its forks: missing=" + plain);
        }
        return ForkFile.read(Files.isRegularFile(plain) ? plain : compressed);
    }

    private static List<Benchmark> benchmarksOf(final ComparisonRecord record, final List<ForkRecord> forks) {
        final Map<String, List<ForkRecord>> byKey = new LinkedHashMap<>();
        forks.forEach(fork ->
                byKey.computeIfAbsent(fork.key(), key -> new ArrayList<>()).add(fork));
        final Map<String, List<Verdict>> verdicts = new LinkedHashMap<>();
        for (final Verdict verdict : record.verdicts()) {
            verdicts.computeIfAbsent(owner(verdict.key(), byKey.keySet()), key -> new ArrayList<>())
                    .add(verdict);
        }
        byKey.keySet().forEach(key -> verdicts.computeIfAbsent(key, none -> new ArrayList<>()));
        final Map<String, AllocationChange> allocations = new LinkedHashMap<>();
        record.allocations().forEach(change -> allocations.put(change.key(), change));
        final List<Benchmark> benchmarks = new ArrayList<>();
        verdicts.forEach((key, own) -> benchmarks.add(
                Benchmark.of(key, own, allocations.get(key), byKey.getOrDefault(key, List.of()), record)));
        return List.copyOf(benchmarks);
    }

    /** Returns the benchmark whose forks a verdict is about: a percentile's key begins with it. */
    private static String owner(final String verdictKey, final Set<String> keys) {
        return keys.stream()
                .filter(key -> verdictKey.equals(key) || isPercentileOf(key, verdictKey))
                .max(Comparator.comparingInt(String::length))
                .orElse(verdictKey);
    }

    private static boolean isPercentileOf(final String key, final String verdictKey) {
        return verdictKey.startsWith(key)
                && !Character.isJavaIdentifierPart(verdictKey.charAt(key.length()))
                && verdictKey.charAt(key.length()) != '{';
    }
}
