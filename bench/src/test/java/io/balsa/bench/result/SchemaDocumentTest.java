package io.balsa.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.bench.cluster.ClusterEvent;
import io.balsa.bench.compare.AllocationChange;
import io.balsa.bench.compare.ComparisonRecord;
import io.balsa.bench.election.ElectionCurves;
import io.balsa.bench.election.ElectionRecord;
import io.balsa.bench.election.ElectionSetup;
import io.balsa.bench.election.ElectionTimes;
import io.balsa.bench.election.Span;
import io.balsa.bench.environment.Environment;
import io.balsa.bench.fork.ForkRecord;
import io.balsa.bench.history.Figure;
import io.balsa.bench.history.HistoryRecord;
import io.balsa.bench.probe.CommitLimit;
import io.balsa.bench.probe.MachineProbe;
import io.balsa.bench.stats.LatencySummary;
import io.balsa.bench.tune.CandidateRecord;
import io.balsa.bench.tune.Effect;
import io.balsa.bench.tune.Figures;
import io.balsa.bench.tune.MetricVerdict;
import io.balsa.bench.tune.TrialRecord;
import io.balsa.bench.tune.TuningRecord;
import io.balsa.bench.verdict.Estimate;
import io.balsa.bench.verdict.NoiseBand;
import io.balsa.bench.verdict.Verdict;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** results/README.md documents every field of every record that is written, and no other. */
class SchemaDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "results", "README.md");
    private static final Pattern FIELD = Pattern.compile("^\\| `(\\w+)` \\| \\S.* \\|$");

    /** The heading over each record's table. */
    private static final Map<Class<?>, String> HEADINGS = Map.ofEntries(
            Map.entry(RunRecord.class, "run.json"),
            Map.entry(LatencySummary.class, "latencies"),
            Map.entry(MachineProbe.class, "probes"),
            Map.entry(CommitLimit.class, "probe limit"),
            Map.entry(LimitSpread.class, "limit"),
            Map.entry(LoadRecord.class, "loads"),
            Map.entry(LoadRecord.Numbers.class, "numbers"),
            Map.entry(ClusterEvent.class, "events"),
            Map.entry(ClusterRecord.class, "cluster"),
            Map.entry(KneeRecord.class, "knee"),
            Map.entry(KneeRecord.Step.class, "knee steps"),
            Map.entry(FailoverRecord.class, "failovers"),
            Map.entry(MicroRecord.class, "benchmarks"),
            Map.entry(StagesRecord.class, "stages.json"),
            Map.entry(StageRecord.class, "stages"),
            Map.entry(StageRecord.Part.class, "stage parts"),
            Map.entry(StageRecord.Group.class, "stage groups"),
            Map.entry(Environment.class, "env.json"),
            Map.entry(Environment.DataDisk.class, "data disk"),
            Map.entry(Environment.Jvm.class, "jvm"),
            Map.entry(ComparisonRecord.class, "comparison.json"),
            Map.entry(ComparisonRecord.ArmRecord.class, "arms"),
            Map.entry(Verdict.class, "verdicts"),
            Map.entry(Estimate.class, "estimates"),
            Map.entry(NoiseBand.class, "noise bands"),
            Map.entry(AllocationChange.class, "allocations"),
            Map.entry(ForkRecord.class, "forks.ndjson"),
            Map.entry(ForkRecord.Iteration.class, "iterations"),
            Map.entry(TuningRecord.class, "tuning.json"),
            Map.entry(TuningRecord.Load.class, "tuning load"),
            Map.entry(TuningRecord.Nodes.class, "tuning nodes"),
            Map.entry(Effect.class, "effects"),
            Map.entry(CandidateRecord.class, "candidates"),
            Map.entry(MetricVerdict.class, "confirmation"),
            Map.entry(TrialRecord.class, "trials.ndjson"),
            Map.entry(Figures.class, "trial figures"),
            Map.entry(HistoryRecord.class, "history.ndjson"),
            Map.entry(Figure.class, "figures"),
            Map.entry(ElectionRecord.class, "elections.json"),
            Map.entry(ElectionCurves.class, "election curves"),
            Map.entry(ElectionSetup.class, "election setup"),
            Map.entry(Span.class, "spans"),
            Map.entry(ElectionTimes.class, "election times"));

    @Test
    void shouldNameEveryFieldInOrderWhenARecordIsWritten() throws IOException {
        final Map<String, List<String>> documented = documentedFields();

        for (final Class<?> type : writtenRecords()) {
            assertThat(HEADINGS).as("a heading for the record").containsKey(type);
            final String heading = HEADINGS.getOrDefault(type, "");
            assertThat(documented.get(heading)).as(heading).isEqualTo(fieldsOf(type));
        }
    }

    private static Map<String, List<String>> documentedFields() throws IOException {
        final Map<String, List<String>> fields = new LinkedHashMap<>();
        List<String> current = new ArrayList<>();
        for (final String line : Files.readAllLines(DOCUMENT)) {
            if (line.startsWith("### ")) {
                current = new ArrayList<>();
                fields.put(line.substring("### ".length()), current);
            }
            final Matcher field = FIELD.matcher(line);
            if (field.matches()) {
                current.add(field.group(1));
            }
        }
        return fields;
    }

    private static List<String> fieldsOf(final Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
    }

    private static Set<Class<?>> writtenRecords() {
        final Set<Class<?>> records = new LinkedHashSet<>();
        collect(RunRecord.class, records);
        collect(StagesRecord.class, records);
        collect(Environment.class, records);
        collect(ComparisonRecord.class, records);
        collect(ForkRecord.class, records);
        collect(TuningRecord.class, records);
        collect(TrialRecord.class, records);
        collect(HistoryRecord.class, records);
        collect(ElectionRecord.class, records);
        return records;
    }

    /** Adds a record and the records within it, in lists too. */
    private static void collect(final Type type, final Set<Class<?>> records) {
        if (type instanceof ParameterizedType list) {
            for (final Type argument : list.getActualTypeArguments()) {
                collect(argument, records);
            }
        } else if (type instanceof Class<?> candidate && candidate.isRecord() && records.add(candidate)) {
            for (final RecordComponent component : candidate.getRecordComponents()) {
                collect(component.getGenericType(), records);
            }
        }
    }
}
