package io.balsa.bench.report.comparison;

import io.balsa.bench.compare.AllocationChange;
import io.balsa.bench.compare.ComparisonRecord;
import io.balsa.bench.verdict.Outcome;
import io.balsa.bench.verdict.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A comparison in a few lines.
 *
 * @param standing of all of it
 * @param counts how many verdicts of which kind, in words
 * @param worst the benchmark that one must know of, in words
 * @param next what to do, a line each; never empty
 */
public record Summary(Standing standing, String counts, String worst, List<String> next) {
    /** Sums up. */
    public static Summary of(final ComparisonRecord record) {
        final Standing standing = standing(record);
        return new Summary(standing, counts(record), worst(record, standing), next(record, standing));
    }

    private static Standing standing(final ComparisonRecord record) {
        final List<Outcome> outcomes = Stream.concat(
                        record.verdicts().stream().map(Verdict::outcome),
                        record.allocations().stream().map(AllocationChange::outcome))
                .toList();
        if (outcomes.contains(Outcome.REGRESSED)) {
            return Standing.REGRESSED;
        }
        return record.verdicts().isEmpty()
                        || outcomes.contains(Outcome.INCONCLUSIVE)
                        || outcomes.contains(Outcome.UNSTABLE)
                ? Standing.CANNOT_TELL
                : Standing.PASS;
    }

    private static String counts(final ComparisonRecord record) {
        final List<String> words = new ArrayList<>();
        for (final Outcome outcome : Outcome.values()) {
            final long count = having(record, outcome).count();
            if (count > 0) {
                words.add(count + " " + outcome.toString().toLowerCase(Locale.ROOT));
            }
        }
        final String times = words.isEmpty()
                ? "nothing was compared"
                : String.join(", ", words) + " of " + record.verdicts().size();
        final long more = allocations(record, Outcome.REGRESSED).count();
        final long less = allocations(record, Outcome.IMPROVED).count();
        return times
                + (more > 0 ? "; " + more + (more == 1 ? " allocates" : " allocate") + " more" : "")
                + (less > 0 ? "; " + less + (less == 1 ? " allocates" : " allocate") + " less" : "");
    }

    private static String worst(final ComparisonRecord record, final Standing standing) {
        return switch (standing) {
            case REGRESSED ->
                having(record, Outcome.REGRESSED)
                        .max(Comparator.comparingDouble(Summary::effect))
                        .map(verdict -> "worst: " + name(verdict))
                        .or(() -> mostAllocating(record)
                                .map(change -> "worst: " + change.key() + " allocates more: " + Words.bytes(change)))
                        .orElse("");
            case CANNOT_TELL ->
                Stream.concat(having(record, Outcome.UNSTABLE), having(record, Outcome.INCONCLUSIVE))
                        .max(Comparator.comparingDouble(Summary::upTo))
                        .map(verdict -> "least certain: " + name(verdict) + ", " + verdict.outcome())
                        .orElse("");
            case PASS ->
                record.verdicts().stream()
                        .max(Comparator.comparingDouble(Summary::effect))
                        .map(verdict -> "slowest: " + name(verdict))
                        .orElse("");
        };
    }

    private static String name(final Verdict verdict) {
        return verdict.estimate() == null ? verdict.key() : verdict.key() + ": " + Words.full(verdict.estimate());
    }

    private static List<String> next(final ComparisonRecord record, final Standing standing) {
        final List<String> next = new ArrayList<>();
        if (having(record, Outcome.REGRESSED).findAny().isPresent()) {
            next.add("Find what made it slower: compare flame graphs of both arms, or halve the commits between them.");
        }
        if (allocations(record, Outcome.REGRESSED).findAny().isPresent()) {
            next.add("Find what allocates: an allocation profile of the arm that is judged names the line.");
        }
        final List<Integer> more = having(record, Outcome.INCONCLUSIVE)
                .map(Verdict::morePairs)
                .filter(Objects::nonNull)
                .toList();
        more.stream()
                .max(Comparator.naturalOrder())
                .ifPresent(most -> next.add("Run more: about " + most + " more forks of each arm would decide "
                        + more.size() + " inconclusive."));
        final long close = having(record, Outcome.INCONCLUSIVE).count() - more.size();
        if (close > 0) {
            next.add("Make the machine calmer: no number of forks is known that would decide " + close
                    + (more.isEmpty() ? "" : " other") + " inconclusive.");
        }
        firstUnstable(record)
                .ifPresent(verdict -> next.add("Mend what is unstable: " + verdict.key() + ": "
                        + verdict.reasons().stream().findFirst().orElse("no reason was recorded") + "."));
        if (record.verdicts().isEmpty()) {
            next.add("Compare something: no benchmark has a verdict.");
        }
        if (standing == Standing.PASS) {
            next.add("Nothing.");
        }
        return List.copyOf(next);
    }

    private static Optional<Verdict> firstUnstable(final ComparisonRecord record) {
        return having(record, Outcome.UNSTABLE).findFirst();
    }

    private static Stream<Verdict> having(final ComparisonRecord record, final Outcome outcome) {
        return record.verdicts().stream().filter(verdict -> verdict.outcome() == outcome);
    }

    private static Stream<AllocationChange> allocations(final ComparisonRecord record, final Outcome outcome) {
        return record.allocations().stream().filter(change -> change.outcome() == outcome);
    }

    private static Optional<AllocationChange> mostAllocating(final ComparisonRecord record) {
        return allocations(record, Outcome.REGRESSED)
                .max(Comparator.comparingDouble(change -> change.bytesB() - change.bytesA()));
    }

    private static double effect(final Verdict verdict) {
        return verdict.estimate() == null ? 0 : verdict.estimate().effect();
    }

    private static double upTo(final Verdict verdict) {
        return verdict.estimate() == null
                ? Double.POSITIVE_INFINITY
                : verdict.estimate().high();
    }
}
