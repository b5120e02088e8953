package io.balsa.bench.report.comparison;

import io.balsa.bench.compare.AllocationChange;
import io.balsa.bench.fork.ForkRecord;
import io.balsa.bench.report.EnvironmentFacts;
import io.balsa.bench.report.Format;
import io.balsa.bench.report.Table;
import io.balsa.bench.verdict.Percent;
import io.balsa.bench.verdict.Verdict;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The tables of a comparison. */
final class ComparisonTables {
    private final Comparison comparison;
    private final String armA;
    private final String armB;

    ComparisonTables(final Comparison comparison) {
        this.comparison = comparison;
        armA = comparison.record().armA().name();
        armB = comparison.record().armB().name();
    }

    /** Every verdict. */
    Table verdicts() {
        final Table table = new Table(
                "Verdicts: change of the time per operation, " + armB + " against " + armA,
                "<benchmark",
                "<verdict",
                armA,
                armB,
                "effect",
                "<95% interval",
                "noise",
                "p",
                "n");
        for (final Benchmark benchmark : comparison.benchmarks()) {
            for (final Verdict verdict : benchmark.verdicts()) {
                addVerdict(table, benchmark, verdict);
            }
        }
        return table;
    }

    private static void addVerdict(final Table table, final Benchmark benchmark, final Verdict verdict) {
        if (verdict.estimate() == null) {
            table.remarkRow(
                    verdict.reasons().stream().findFirst().orElse(""),
                    verdict.key(),
                    verdict.outcome().toString());
            return;
        }
        table.row(
                verdict.key(),
                verdict.outcome().toString(),
                level(benchmark, verdict, benchmark.armA()),
                level(benchmark, verdict, benchmark.armB()),
                Words.effect(verdict.estimate()),
                Words.interval(verdict.estimate()),
                Percent.around(verdict.band().change()),
                Words.p(verdict.estimate().p()),
                Integer.toString(verdict.estimate().n()));
    }

    /** Returns a time of an arm with its unit. */
    static String level(final Benchmark benchmark, final Verdict verdict, final List<ForkRecord> arm) {
        final OptionalDouble level = benchmark.level(verdict, arm);
        if (level.isEmpty() || !Double.isFinite(level.getAsDouble())) {
            return Words.NONE;
        }
        return TimeUnit.of(benchmark.forks().get(0).unit(), level.getAsDouble()).text(level.getAsDouble());
    }

    /** The heap that operations allocate. */
    Table allocations() {
        final Table table = new Table(
                "Allocation: median bytes per operation",
                "<benchmark",
                "<verdict",
                armA,
                armB,
                "change",
                "collections " + armA,
                "collections " + armB);
        for (final AllocationChange change : comparison.record().allocations()) {
            table.row(
                    change.key(),
                    change.outcome().toString(),
                    Format.digits(change.bytesA()),
                    Format.digits(change.bytesB()),
                    (change.bytesB() >= change.bytesA() ? "+" : "") + Format.digits(change.bytesB() - change.bytesA()),
                    collections(change.key(), true),
                    collections(change.key(), false));
        }
        return table;
    }

    private String collections(final String key, final boolean ofA) {
        return comparison.benchmarks().stream()
                .filter(benchmark -> benchmark.key().equals(key))
                .findFirst()
                .map(benchmark -> Format.count(collections(ofA ? benchmark.armA() : benchmark.armB())))
                .orElse(Words.NONE);
    }

    /** Returns how often the heap was collected in all measured iterations. */
    private static long collections(final List<ForkRecord> forks) {
        return forks.stream()
                .flatMap(fork -> fork.iterations().stream())
                .mapToLong(ForkRecord.Iteration::collections)
                .sum();
    }

    /** Facts that differ between the arms; empty when none does. */
    Table differences() {
        final Table table = new Table("Environments differ", "<fact", "<" + armA, "<" + armB);
        final Map<String, String> factsB = factsB();
        factsA().forEach((fact, valueA) -> {
            final String valueB = factsB.getOrDefault(fact, "");
            if (!valueA.equals(valueB)) {
                table.row(fact, valueA, valueB);
            }
        });
        return table;
    }

    /** Returns where the arm that is compared with ran. */
    Map<String, String> factsA() {
        return EnvironmentFacts.of(comparison.record().armA().environment());
    }

    /** Returns where the arm that is judged ran. */
    Map<String, String> factsB() {
        return EnvironmentFacts.of(comparison.record().armB().environment());
    }
}
