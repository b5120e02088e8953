package io.balsa.bench.doctor;

/**
 * One thing that was looked at.
 *
 * @param subject what
 * @param found its state, as the system tells it
 * @param grade what it means for figures
 * @param advice what to do about it; empty where nothing is to do
 */
public record Finding(String subject, String found, Grade grade, String advice) {
    /** What a finding means for figures taken here. */
    public enum Grade {
        /** As it should be. */
        GOOD,
        /** Adds noise, or hides something. */
        NOISY,
        /** Makes figures meaningless, or runs impossible. */
        UNFIT
    }

    static Finding good(final String subject, final String found) {
        return new Finding(subject, found, Grade.GOOD, "");
    }

    static Finding noisy(final String subject, final String found, final String advice) {
        return new Finding(subject, found, Grade.NOISY, advice);
    }

    static Finding unfit(final String subject, final String found, final String advice) {
        return new Finding(subject, found, Grade.UNFIT, advice);
    }
}
