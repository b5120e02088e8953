package io.balsa.bench.verdict;

/** What can be said of a benchmark in two arms. */
public enum Outcome {
    /** B is slower than A: the whole interval lies above the noise band. */
    REGRESSED,
    /** B is faster than A: the whole interval lies below the noise band. */
    IMPROVED,
    /** The whole interval lies inside the noise band: a change, if any, is too small to matter. */
    EQUIVALENT,
    /** The interval reaches over an edge of the band: more forks are needed. */
    INCONCLUSIVE,
    /** The forks are no sample of anything: more of their kind would not help. */
    UNSTABLE;

    /** Returns whether an alarm is raised, be it a pleasant one. */
    public boolean isChange() {
        return this == REGRESSED || this == IMPROVED;
    }
}
