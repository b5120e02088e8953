package io.balsa.bench.tune;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The search: screen, race, confirm.
 *
 * <p>A pure function of seed and trials. Threading: one thread.
 */
final class Tuner {
    private static final String AGAIN = " again";

    private final SearchSpace space;
    private final Objective objective;
    private final Candidate base;
    private final Arena arena;
    private final Random random;

    /**
     * Prepares a search.
     *
     * @param baseName of the profile that is to be improved
     * @param seed of every order that is drawn
     */
    Tuner(
            final SearchSpace space,
            final Objective objective,
            final String baseName,
            final Arena arena,
            final long seed) {
        this.space = space;
        this.objective = objective;
        this.arena = arena;
        base = Candidate.unchanged(baseName);
        random = new Random(seed);
    }

    /**
     * Searches.
     *
     * @throws IllegalStateException when nothing could be measured
     */
    TuneResult run(final TunePlan plan) throws IOException, InterruptedException {
        final Screening screening = screen(plan.screenBlocks());
        final List<Candidate> challengers = screening.challengers(space, plan.challengers());
        final Race race =
                new Race(base.name(), challengers.stream().map(Candidate::name).toList());
        final int spent = run(race, challengers, plan.raceTrials());
        final List<CandidateRecord> candidates = challengers.stream()
                .map(challenger -> new CandidateRecord(
                        challenger.name(),
                        challenger.labels(),
                        race.rounds(challenger.name()),
                        race.estimate(challenger.name()),
                        race.dropped(challenger.name())))
                .toList();
        final Optional<Candidate> winner = race.winner().flatMap(name -> named(challengers, name));
        if (winner.isEmpty()) {
            return new TuneResult(
                    screening,
                    candidates,
                    null,
                    List.of(),
                    false,
                    List.of("no combination of changes was better than the profile in the race"));
        }
        final int spared = (plan.raceTrials() - spent) / TunePlan.CONFIRM_TRIALS;
        final Confirmation confirmation = confirm(winner.get(), plan.confirmBlocks() + Math.max(0, spared));
        return new TuneResult(
                screening,
                candidates,
                winner.get(),
                confirmation.verdicts(),
                confirmation.better(),
                confirmation.reasons());
    }

    private static Optional<Candidate> named(final List<Candidate> candidates, final String name) {
        return candidates.stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst();
    }

    private Screening screen(final int blocks) throws IOException, InterruptedException {
        final List<Screening.Trial> trials = new ArrayList<>();
        for (int block = 0; block < blocks; block++) {
            for (final Candidate candidate : ScreenDesign.block(space.factors(), block, random)) {
                TrialRecord trial = arena.measure(Phase.SCREEN, block + 1, candidate);
                if (trial.figures() == null) {
                    // A hole in the design blurs every effect of its block; that costs more than a trial does.
                    trial = arena.measure(Phase.SCREEN, block + 1, candidate);
                }
                trials.add(new Screening.Trial(block, candidate, trial.figures()));
            }
        }
        return Screening.of(space.factors(), trials, objective);
    }

    /** Runs rounds until the race is over or the trials are used up, and returns how many there were. */
    private int run(final Race race, final List<Candidate> challengers, final int trials)
            throws IOException, InterruptedException {
        int spent = 0;
        for (int round = 1; !race.isOver() && spent + race.running().size() + 1 <= trials; round++) {
            final List<Candidate> order = new ArrayList<>(challengers);
            order.removeIf(challenger -> !race.running().contains(challenger.name()));
            order.add(base);
            Collections.shuffle(order, random);
            final Map<String, @Nullable Double> costs = new HashMap<>();
            for (final Candidate candidate : order) {
                final Figures figures =
                        arena.measure(Phase.RACE, round, candidate).figures();
                costs.put(candidate.name(), figures == null ? null : objective.cost(figures));
            }
            spent += order.size();
            race.add(costs);
        }
        return spent;
    }

    private Confirmation confirm(final Candidate winner, final int blocks) throws IOException, InterruptedException {
        final Candidate again = new Candidate(base.name() + AGAIN, base.changes());
        final List<Confirmation.Block> measured = new ArrayList<>();
        for (int block = 1; block <= blocks; block++) {
            final List<Candidate> order = new ArrayList<>(List.of(base, again, winner));
            Collections.shuffle(order, random);
            final Map<String, @Nullable Figures> figures = new HashMap<>();
            for (final Candidate candidate : order) {
                figures.put(
                        candidate.name(),
                        arena.measure(Phase.CONFIRM, block, candidate).figures());
            }
            measured.add(new Confirmation.Block(
                    figures.get(base.name()), figures.get(again.name()), figures.get(winner.name())));
        }
        return Confirmation.of(objective, measured);
    }
}
