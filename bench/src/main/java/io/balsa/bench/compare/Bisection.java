package io.balsa.bench.compare;

import io.balsa.bench.verdict.Outcome;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the first of a row of commits that is slower, by halving.
 *
 * <p>Each question is a comparison with the good end. A comparison that cannot tell is not forced to an answer: the search ends
 * there, and what is left is a range.
 */
public final class Bisection {
    private final List<String> commits;
    private final Question question;

    /**
     * Makes a search.
     *
     * @param commits oldest first, the good one left out, the bad one last; at least one
     * @param question judges a commit
     */
    public Bisection(final List<String> commits, final Question question) {
        if (commits.isEmpty()) {
            throw new IllegalArgumentException("no commits to search: commits=0");
        }
        this.commits = List.copyOf(commits);
        this.question = question;
    }

    /** Judges a commit against the good end. */
    @FunctionalInterface
    public interface Question {
        /**
         * Returns the verdict on a commit.
         *
         * @param left how many commits may still be the one
         */
        Outcome ask(String commit, int left) throws IOException, InterruptedException;
    }

    /**
     * Where the slowdown came in.
     *
     * @param first the earliest commit that may have brought it
     * @param last the latest; the same when it was found
     * @param undecided the commit on which no verdict could be had, or {@code null}
     */
    public record Range(String first, String last, @Nullable String undecided) {
        /** Tells whether one commit is left. */
        public boolean isFound() {
            return first.equals(last);
        }
    }

    /** Searches. That the last commit is slower must have been seen before. */
    public Range run() throws IOException, InterruptedException {
        int low = 0;
        int high = commits.size() - 1;
        while (low < high) {
            final int middle = low + (high - low) / 2;
            final Outcome outcome = question.ask(commits.get(middle), high - low + 1);
            switch (outcome) {
                case REGRESSED -> high = middle;
                case EQUIVALENT, IMPROVED -> low = middle + 1;
                case INCONCLUSIVE, UNSTABLE -> {
                    return new Range(commits.get(low), commits.get(high), commits.get(middle));
                }
                default -> throw new IllegalStateException("no such outcome: outcome=" + outcome);
            }
        }
        return new Range(commits.get(low), commits.get(high), null);
    }
}
