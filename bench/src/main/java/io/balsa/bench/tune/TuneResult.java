package io.balsa.bench.tune;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a search found.
 *
 * @param screening the effects
 * @param candidates that were in the race
 * @param winner of the race; null when nothing was better than the profile
 * @param verdicts of the confirmation; empty without a winner
 * @param better whether the winner is to replace the profile
 * @param reasons in words, the decisive one first
 */
record TuneResult(
        Screening screening,
        List<CandidateRecord> candidates,
        @Nullable Candidate winner,
        List<MetricVerdict> verdicts,
        boolean better,
        List<String> reasons) {}
