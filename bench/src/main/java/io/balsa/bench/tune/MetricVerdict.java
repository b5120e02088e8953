package io.balsa.bench.tune;

import io.balsa.bench.verdict.Estimate;
import io.balsa.bench.verdict.NoiseBand;
import io.balsa.bench.verdict.Outcome;

/**
 * What the confirmation found for a figure. Estimates are of costs, so below 0 is better, for the throughput too.
 *
 * @param metric the figure
 * @param outcome the verdict
 * @param estimate of the winner against the profile
 * @param identical the same of the profile against itself
 * @param band that the estimate was held against
 */
public record MetricVerdict(Objective metric, Outcome outcome, Estimate estimate, Estimate identical, NoiseBand band) {
    /** Returns whether it is worse for certain, and by an effect larger than the band. */
    boolean isHarm() {
        return estimate.low() > 0 && estimate.effect() > band.change();
    }
}
