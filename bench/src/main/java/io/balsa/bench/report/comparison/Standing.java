package io.balsa.bench.report.comparison;

/** What is to be said of a comparison as a whole; the worst first. */
public enum Standing {
    /** The time or the allocation of a benchmark got worse. */
    REGRESSED("REGRESSED"),
    /** Nothing did for certain, but not everything could be told. */
    CANNOT_TELL("CANNOT TELL"),
    /** Everything got better or stayed as it was. */
    PASS("PASS");

    private final String text;

    Standing(final String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
