package io.balsa.bench.report.comparison;

import io.balsa.bench.compare.AllocationChange;
import io.balsa.bench.compare.ComparisonRecord;
import io.balsa.bench.fork.ForkRecord;
import io.balsa.bench.verdict.Outcome;
import io.balsa.bench.verdict.Verdict;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/**
 * A comparison as JUnit's XML, which build servers show: a test case per verdict. A regression, of the time or of the allocation, is
 * a failure; what could not be told is skipped, with the reason.
 */
public final class ComparisonJUnit {
    /** Name of the file in the directory of the comparison. */
    public static final String NAME = "junit.xml";

    /**
     * A test case.
     *
     * @param key of the verdict
     * @param seconds that its forks took
     * @param outcome REGRESSED also when it is the allocation that did
     * @param message the decisive reason
     * @param text all reasons
     */
    private record Case(String key, double seconds, Outcome outcome, String message, String text) {
        boolean isSkipped() {
            return outcome == Outcome.INCONCLUSIVE || outcome == Outcome.UNSTABLE;
        }
    }

    private ComparisonJUnit() {}

    /**
     * Renders the comparison and writes it.
     *
     * @param directory of the comparison
     * @return the file
     * @throws IOException when a file cannot be read or written
     */
    public static Path write(final Path directory) throws IOException {
        final Comparison comparison = Comparison.read(directory);
        final StringWriter text = new StringWriter();
        try {
            final XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(text);
            render(xml, comparison);
            xml.close();
        } catch (final XMLStreamException e) {
            throw new IOException(
                    "cannot write XML: comparison=" + comparison.record().id(), e);
        }
        return Files.writeString(directory.resolve(NAME), text + "\n", StandardCharsets.UTF_8);
    }

    private static void render(final XMLStreamWriter xml, final Comparison comparison) throws XMLStreamException {
        final ComparisonRecord record = comparison.record();
        final List<Case> cases = cases(comparison);
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeCharacters("\n");
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", clean("balsa-bench " + record.id()));
        xml.writeAttribute("timestamp", clean(record.startedAt()));
        xml.writeAttribute("time", seconds(record.elapsedSeconds()));
        xml.writeAttribute("tests", Integer.toString(cases.size()));
        xml.writeAttribute(
                "failures",
                count(cases.stream()
                        .filter(one -> one.outcome() == Outcome.REGRESSED)
                        .count()));
        xml.writeAttribute("errors", "0");
        xml.writeAttribute(
                "skipped", count(cases.stream().filter(Case::isSkipped).count()));
        for (final Case one : cases) {
            render(xml, one);
        }
        xml.writeCharacters("\n");
        if (!record.problems().isEmpty()) {
            xml.writeStartElement("system-err");
            xml.writeCharacters(clean(String.join("\n", record.problems())));
            xml.writeEndElement();
            xml.writeCharacters("\n");
        }
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private static void render(final XMLStreamWriter xml, final Case one) throws XMLStreamException {
        final int dot = one.key().indexOf('.');
        xml.writeCharacters("\n  ");
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", clean(dot < 0 ? one.key() : one.key().substring(0, dot)));
        xml.writeAttribute("name", clean(one.key().substring(dot + 1)));
        xml.writeAttribute("time", seconds(one.seconds()));
        if (one.isSkipped()) {
            xml.writeEmptyElement("skipped");
            xml.writeAttribute("message", clean(one.outcome() + ": " + one.message()));
        }
        if (one.outcome() == Outcome.REGRESSED) {
            xml.writeStartElement("failure");
            xml.writeAttribute("type", one.outcome().toString());
            xml.writeAttribute("message", clean(one.message()));
            xml.writeCharacters(clean(one.text()));
        } else {
            xml.writeStartElement("system-out");
            xml.writeCharacters(clean(one.outcome() + "\n" + one.text()));
        }
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private static List<Case> cases(final Comparison comparison) {
        final List<Case> cases = new ArrayList<>();
        for (final Benchmark benchmark : comparison.benchmarks()) {
            final double seconds =
                    benchmark.forks().stream().mapToDouble(ForkRecord::seconds).sum();
            for (final Verdict verdict : benchmark.verdicts()) {
                final boolean own = verdict.equals(benchmark.verdict());
                cases.add(caseOf(verdict, own ? benchmark.allocation() : null, own ? seconds : 0));
            }
        }
        return cases;
    }

    private static Case caseOf(
            final Verdict verdict, final @Nullable AllocationChange allocation, final double seconds) {
        final List<String> reasons = new ArrayList<>(verdict.reasons());
        Outcome outcome = verdict.outcome();
        if (allocation != null && allocation.outcome() != Outcome.EQUIVALENT) {
            final String reason = "allocation " + allocation.outcome() + ": " + Words.bytes(allocation);
            final boolean decides = allocation.outcome() == Outcome.REGRESSED && outcome != Outcome.REGRESSED;
            reasons.add(decides ? 0 : reasons.size(), reason);
            outcome = decides ? Outcome.REGRESSED : outcome;
        }
        return new Case(
                verdict.key(),
                seconds,
                outcome,
                reasons.isEmpty() ? "no reason was recorded" : reasons.get(0),
                String.join("\n", reasons));
    }

    private static String count(final long value) {
        return Long.toString(value);
    }

    private static String seconds(final double seconds) {
        return String.format(Locale.ROOT, "%.3f", seconds);
    }

    /** Replaces what XML cannot hold, not even escaped. */
    private static String clean(final String text) {
        return text.replaceAll("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", "?");
    }
}
