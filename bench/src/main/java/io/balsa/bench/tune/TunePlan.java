package io.balsa.bench.tune;

/**
 * How the trials that fit into a time are shared out.
 *
 * @param trialSeconds that one takes
 * @param screenBlocks of {@link ScreenDesign#TRIALS} trials; those that fail are run once more, beyond the plan
 * @param raceTrials in the race, those of the profile included
 * @param challengers at the start of the race
 * @param confirmBlocks of three trials, at least; what the race does not use is added
 */
public record TunePlan(double trialSeconds, int screenBlocks, int raceTrials, int challengers, int confirmBlocks) {
    /** A second block tries the second alternatives; more than two say little for what they cost. */
    private static final int MOST_SCREEN_BLOCKS = 2;

    private static final int ENOUGH_FOR_ANOTHER = 60;
    private static final int MOST_CHALLENGERS = 5;
    private static final int FEWEST_CHALLENGERS = 2;
    private static final double CONFIRM_SHARE = 0.3;

    /** Trials of a block of the confirmation. */
    static final int CONFIRM_TRIALS = 3;

    /**
     * Shares out.
     *
     * @param seconds at hand; where they do not suffice for a search that can decide, the plan takes longer
     */
    public static TunePlan of(final double seconds, final double trialSeconds) {
        final int trials = (int) (seconds / trialSeconds);
        final int screenBlocks = trials >= ENOUGH_FOR_ANOTHER ? MOST_SCREEN_BLOCKS : 1;
        final int confirmBlocks =
                Math.max(Confirmation.fewestBlocks(), (int) (CONFIRM_SHARE * trials / CONFIRM_TRIALS));
        final int left = trials - screenBlocks * ScreenDesign.TRIALS - confirmBlocks * CONFIRM_TRIALS;
        final int runners = Math.max(FEWEST_CHALLENGERS + 1, left / Race.fewestRounds());
        final int challengers = Math.min(MOST_CHALLENGERS, runners - 1);
        final int fewestRaceTrials = Race.fewestRounds() * (challengers + 1);
        return new TunePlan(trialSeconds, screenBlocks, Math.max(left, fewestRaceTrials), challengers, confirmBlocks);
    }

    /** Returns all trials. */
    public int trials() {
        return screenBlocks * ScreenDesign.TRIALS + raceTrials + confirmBlocks * CONFIRM_TRIALS;
    }

    /** Returns about how long all of it takes. */
    public double seconds() {
        return trials() * trialSeconds;
    }
}
