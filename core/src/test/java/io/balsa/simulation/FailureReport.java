package io.balsa.simulation;

/** What a person needs to know of a run that violates a property. */
final class FailureReport {
    private FailureReport() {}

    /** Shrinks the run and tells about it. */
    static String of(final RunSpec spec, final SimViolation violation) {
        return of(spec, violation, Shrinker.shrink(spec, violation.property()));
    }

    /** Tells about a run that was shrunk. */
    static String of(final RunSpec spec, final SimViolation violation, final RunSpec small) {
        final SimViolation shown = small.run(RunTrace.NONE).violation();
        final StringBuilder text = new StringBuilder();
        text.append("VIOLATED  ").append(violation.property()).append(System.lineSeparator());
        text.append("seed      ").append(spec.seed()).append(System.lineSeparator());
        text.append("what      ")
                .append(shown == null ? violation.text() : shown.text())
                .append(System.lineSeparator());
        text.append("replay    ").append(small.replay()).append(System.lineSeparator());
        text.append("faults    ")
                .append(small.kept().size())
                .append(" of the ")
                .append(spec.kept().size())
                .append(" that were drawn:")
                .append(System.lineSeparator());
        for (final Fault fault : small.faults()) {
            text.append("          ").append(fault).append(System.lineSeparator());
        }
        return text.toString();
    }
}
