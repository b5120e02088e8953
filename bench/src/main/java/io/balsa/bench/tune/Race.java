package io.balsa.bench.tune;

import io.balsa.bench.verdict.Estimate;
import io.balsa.bench.verdict.SignedRank;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.statistics.descriptive.Median;
import org.jspecify.annotations.Nullable;

/**
 * Successive elimination (Maron and Moore 1997, "The racing algorithm"): all candidates run once in each round, together with the
 * profile that they are to beat; after some rounds whoever is worse than the leader, with confidence, runs no more, and his time is
 * the others'.
 *
 * <p>Candidates are compared round by round, by Wilcoxon's signed-rank interval. The confidence is a modest one: who drops out by
 * chance is lost, but nobody is promoted for having won here.
 */
final class Race {
    private static final double CONFIDENCE = 0.8;

    /** A trial that failed counts as so much worse than the worst of its round. */
    private static final double FAILED = Math.log(2);

    private final String base;
    private final Map<String, Runner> runners = new LinkedHashMap<>();
    private int rounds;

    /** A candidate on its way. */
    private static final class Runner {
        /** Cost less that of the profile, round by round. */
        private final List<Double> differences = new ArrayList<>();

        private @Nullable String dropped;

        private double estimate() {
            final double[] values = values();
            if (values.length == 0) {
                return 0;
            }
            return values.length < SignedRank.fewestPairs(CONFIDENCE)
                    ? Median.withDefaults().evaluate(values)
                    : SignedRank.of(values, CONFIDENCE).effect();
        }

        private double[] values() {
            return differences.stream().mapToDouble(Double::doubleValue).toArray();
        }
    }

    /**
     * Lines them up.
     *
     * @param base the profile's name; it runs in every round
     * @param challengers other names
     */
    Race(final String base, final List<String> challengers) {
        this.base = base;
        challengers.forEach(name -> runners.put(name, new Runner()));
    }

    /** Returns the rounds after which somebody may drop out. */
    static int fewestRounds() {
        return SignedRank.fewestPairs(CONFIDENCE);
    }

    /** Returns the challengers that still run. */
    List<String> running() {
        return runners.entrySet().stream()
                .filter(runner -> runner.getValue().dropped == null)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Returns whether more rounds could change nothing but the estimate of one. */
    boolean isOver() {
        return running().isEmpty() || (running().size() == 1 && rounds >= fewestRounds());
    }

    /**
     * Adds a round and drops who is worse for certain.
     *
     * @param costs of the profile and of all that run, by name; null for a trial that failed. A round in which all failed is none
     */
    void add(final Map<String, @Nullable Double> costs) {
        final Optional<Double> worst =
                costs.values().stream().filter(Objects::nonNull).max(Comparator.naturalOrder());
        if (worst.isEmpty()) {
            return;
        }
        final double failed = worst.get() + FAILED;
        rounds++;
        final double reference = cost(costs, base, failed);
        for (final String name : running()) {
            runner(name).differences.add(cost(costs, name, failed) - reference);
        }
        if (rounds >= fewestRounds()) {
            dropLosers();
        }
    }

    private static double cost(final Map<String, @Nullable Double> costs, final String name, final double failed) {
        if (!costs.containsKey(name)) {
            throw new IllegalArgumentException("not in the round: name=" + name + ", round=" + costs.keySet());
        }
        final Double cost = costs.get(name);
        return cost == null ? failed : cost;
    }

    private void dropLosers() {
        final String leader = leader();
        for (final String name : running()) {
            if (!name.equals(leader)) {
                final double[] behind = behind(name, leader);
                final Estimate estimate = SignedRank.of(behind, CONFIDENCE);
                if (estimate.low() > 0) {
                    runner(name).dropped = "worse than " + leader + " by "
                            + Objective.BALANCED.change(estimate.effect()) + " after " + rounds + " rounds";
                }
            }
        }
    }

    /** Returns the best of all that run, the profile included. */
    private String leader() {
        return running().stream()
                .min(Comparator.comparingDouble(this::estimate))
                .filter(name -> estimate(name) < 0)
                .orElse(base);
    }

    private double[] behind(final String name, final String leader) {
        final double[] values = runner(name).values();
        if (!leader.equals(base)) {
            final double[] best = runner(leader).values();
            for (int i = 0; i < values.length; i++) {
                values[i] -= best[i];
            }
        }
        return values;
    }

    private Runner runner(final String name) {
        return Objects.requireNonNull(runners.get(name), name);
    }

    /** Returns the estimated cost of a challenger less that of the profile: below 0 it is better. */
    double estimate(final String name) {
        return runner(name).estimate();
    }

    /** Returns the rounds that a challenger ran. */
    int rounds(final String name) {
        return runner(name).differences.size();
    }

    /** Returns why a challenger dropped out, null when it did not. */
    @Nullable
    String dropped(final String name) {
        return runner(name).dropped;
    }

    /** Returns the challenger to be confirmed; empty when none was better than the profile. */
    Optional<String> winner() {
        return Optional.of(leader()).filter(name -> !name.equals(base));
    }
}
