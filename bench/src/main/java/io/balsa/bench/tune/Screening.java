package io.balsa.bench.tune;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import org.apache.commons.statistics.descriptive.Median;
import org.apache.commons.statistics.distribution.TDistribution;
import org.jspecify.annotations.Nullable;

/**
 * What is read from the blocks of the screen: the effect of each change, and how much of an effect is noise.
 *
 * <p>Nothing is repeated in such a design, so the noise is read off the effects themselves (Lenth 1989, "Quick and easy analysis of
 * unreplicated factorials"): most changes do next to nothing, and the median of their sizes tells how much nothing is.
 *
 * @param effects by block and factor, of alternatives that were tried
 * @param error standard error of an effect, a logarithm
 * @param margin an effect beyond it is none of nothing, with 95% confidence for each
 */
record Screening(List<Effect> effects, double error, double margin) {
    private static final double CONFIDENCE = 0.95;

    /** Lenth's: effects beyond so many errors are no noise and do not count for it. */
    private static final double TRIMMED = 2.5;

    private static final double NORMAL_MEDIAN = 1.5;

    /** What a change costs that makes trials fail: as much as if everything took twice as long. */
    private static final double FAILED = Math.log(2);

    /** So many failed trials with a change, and none without it, are no accident. */
    private static final int NO_ACCIDENT = 3;

    /**
     * A trial of the screen.
     *
     * @param figures null when it failed
     */
    record Trial(int block, Candidate candidate, @Nullable Figures figures) {}

    /**
     * Reads effects off trials.
     *
     * @param factors of the design
     * @throws IllegalStateException when no trial of a block could be measured
     */
    static Screening of(final List<Factor> factors, final List<Trial> trials, final Objective objective) {
        final List<Effect> effects = new ArrayList<>();
        for (final Factor factor : factors) {
            for (final Level level : factor.alternatives()) {
                final List<Integer> blocks = blocksOf(trials, factor, level);
                if (!blocks.isEmpty()) {
                    effects.add(new Effect(
                            factor.name(),
                            factor.before(),
                            level.label(),
                            blocks.size() * ScreenDesign.TRIALS,
                            effect(trials, blocks, factor, Objective.THROUGHPUT),
                            effect(trials, blocks, factor, Objective.P999),
                            effect(trials, blocks, factor, Objective.CPU),
                            effect(trials, blocks, factor, objective)));
                }
            }
        }
        final double[] sizes = effects.stream()
                .mapToDouble(effect -> Math.abs(effect.objective()))
                .toArray();
        final double error = pseudoError(sizes);
        final double quantile = TDistribution.of(sizes.length / 3.0).inverseCumulativeProbability((1 + CONFIDENCE) / 2);
        return new Screening(effects, error, quantile * error);
    }

    private static List<Integer> blocksOf(final List<Trial> trials, final Factor factor, final Level level) {
        final TreeSet<Integer> blocks = new TreeSet<>();
        for (final Trial trial : trials) {
            if (Objects.equals(trial.candidate().changes().get(factor.name()), level)) {
                blocks.add(trial.block());
            }
        }
        return List.copyOf(blocks);
    }

    private static double effect(
            final List<Trial> trials, final List<Integer> blocks, final Factor factor, final Objective objective) {
        return blocks.stream()
                .mapToDouble(block -> effectInBlock(
                        trials.stream().filter(trial -> trial.block() == block).toList(), factor, objective))
                .average()
                .orElseThrow();
    }

    /**
     * A trial that failed says nothing of most changes in it. If it counted as a bad one, some change that happened to be in two of them
     * would look worse than it is by far more than the noise.
     */
    private static double effectInBlock(final List<Trial> members, final Factor factor, final Objective objective) {
        final double[] changed = costs(members, factor, true, objective);
        final double[] unchanged = costs(members, factor, false, objective);
        if (changed.length + unchanged.length == 0) {
            throw new IllegalStateException("no trial of the screen could be measured: trials=" + members.size());
        }
        final long failed = failures(members, factor, true);
        if (changed.length == 0 || (failed >= NO_ACCIDENT && failures(members, factor, false) == 0)) {
            return FAILED;
        }
        return unchanged.length == 0 ? -FAILED : mean(changed) - mean(unchanged);
    }

    private static double[] costs(
            final List<Trial> members, final Factor factor, final boolean changed, final Objective objective) {
        return members.stream()
                .filter(trial -> trial.candidate().changes().containsKey(factor.name()) == changed)
                .flatMapToDouble(trial -> trial.figures() == null
                        ? DoubleStream.empty()
                        : DoubleStream.of(objective.cost(trial.figures())))
                .toArray();
    }

    private static long failures(final List<Trial> members, final Factor factor, final boolean changed) {
        return members.stream()
                .filter(trial -> trial.candidate().changes().containsKey(factor.name()) == changed)
                .filter(trial -> trial.figures() == null)
                .count();
    }

    private static double mean(final double... costs) {
        return DoubleStream.of(costs).average().orElseThrow();
    }

    /** Returns Lenth's pseudo standard error. */
    static double pseudoError(final double... sizes) {
        final double first = NORMAL_MEDIAN * Median.withDefaults().evaluate(sizes.clone());
        final double[] small =
                DoubleStream.of(sizes).filter(size -> size <= TRIMMED * first).toArray();
        return NORMAL_MEDIAN * Median.withDefaults().evaluate(small);
    }

    /**
     * Combines what helped: the best change alone, the best two together, and so on.
     *
     * <p>Changes that gained less than a standard error are left out, for a tuned profile that changes what does not matter is hard to
     * read; without any other the best one is tried all the same.
     *
     * @param most candidates, at least 1
     */
    List<Candidate> challengers(final SearchSpace space, final int most) {
        final Map<String, Effect> best = new LinkedHashMap<>();
        effects.stream()
                .sorted(Comparator.comparingDouble(Effect::objective))
                .filter(effect -> effect.objective() < 0)
                .forEach(effect -> best.putIfAbsent(effect.factor(), effect));
        final List<Effect> helped = new ArrayList<>(best.values());
        final List<Effect> first = helped.stream().limit(1).toList();
        helped.removeIf(effect -> effect.objective() > -error && !first.contains(effect));
        final List<Candidate> challengers = new ArrayList<>();
        final Map<String, Level> changes = new LinkedHashMap<>();
        for (int i = 0; i < helped.size(); i++) {
            final Effect effect = helped.get(i);
            changes.put(effect.factor(), levelOf(space, effect));
            if (challengers.size() < most - 1 || i == helped.size() - 1) {
                challengers.add(new Candidate("+" + changes.size(), new LinkedHashMap<>(changes)));
            }
        }
        return challengers;
    }

    private static Level levelOf(final SearchSpace space, final Effect effect) {
        return space.factor(effect.factor()).alternatives().stream()
                .filter(level -> level.label().equals(effect.level()))
                .findFirst()
                .orElseThrow();
    }
}
