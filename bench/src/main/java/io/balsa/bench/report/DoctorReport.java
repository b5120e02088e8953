package io.balsa.bench.report;

import io.balsa.bench.doctor.Finding;
import java.util.List;
import java.util.Locale;

/** Findings as a table. */
public final class DoctorReport {
    private DoctorReport() {}

    /** Renders what was found, and a line that sums it up. */
    public static String render(final List<Finding> findings) {
        final Table table = new Table("", "<", "<", "<found", "<what to do");
        for (final Finding finding : findings) {
            table.row(
                    finding.grade().name().toLowerCase(Locale.ROOT),
                    finding.subject(),
                    finding.found(),
                    finding.advice());
        }
        final long noisy = count(findings, Finding.Grade.NOISY);
        final long unfit = count(findings, Finding.Grade.UNFIT);
        final String sum = unfit > 0
                ? "UNFIT: " + unfit + " of these make figures meaningless"
                : noisy > 0 ? "fit, but noisy: " + noisy + " of these spoil figures" : "fit";
        return TextTables.render(table).stripLeading() + sum + "\n";
    }

    private static long count(final List<Finding> findings, final Finding.Grade grade) {
        return findings.stream().filter(finding -> finding.grade() == grade).count();
    }
}
