package io.balsa.bench.compare;

import io.balsa.bench.compare.ComparisonRecord.ArmRecord;
import io.balsa.bench.compare.ComparisonRecord.Kind;
import io.balsa.bench.fork.Arm;
import io.balsa.bench.fork.ForkPlan;
import io.balsa.bench.fork.ForkRecord;
import io.balsa.bench.fork.ForkRunner;
import io.balsa.bench.fork.ForkSchedule;
import io.balsa.bench.fork.ForkSchedule.Contest;
import io.balsa.bench.profile.BenchSetting;
import io.balsa.bench.profile.BenchSettings;
import io.balsa.bench.run.Progress;
import io.balsa.bench.verdict.Gate;
import io.balsa.bench.verdict.NoiseHistory;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Two arms from the first fork to the verdicts.
 *
 * <p>Threading: one thread. What has been run when a comparison is killed is in its {@code forks.ndjson}.
 */
public final class Comparison {
    /** With fewer pairs no interval can be told. */
    private static final int FEWEST_BLOCKS = 6;

    /** Verdicts on a benchmark that samples: its mean, and three percentiles. */
    private static final int SAMPLED_VERDICTS = 4;

    private static final double SECONDS_PER_MINUTE = 60;

    private final ComparisonDirectory directory;
    private final Suite suite;
    private final NoiseHistory noise;
    private final Instant startedAt;

    /**
     * Prepares a comparison on this machine, whose noise is what is known of it now.
     *
     * @param directory takes its files
     * @param suite that runs
     * @throws IOException when the noise that was kept cannot be read
     */
    public Comparison(final ComparisonDirectory directory, final Suite suite, final Instant startedAt)
            throws IOException {
        this.directory = directory;
        this.suite = suite;
        this.startedAt = startedAt;
        noise = suite.noise().history();
    }

    /** Returns what a profile wants compared. */
    public static List<ForkPlan> plans(final BenchSettings settings) {
        return Arrays.stream(settings.text(BenchSetting.COMPARE_BENCHMARKS).split(";", -1))
                .map(text -> ForkPlan.parse(
                        text,
                        settings.integer(BenchSetting.COMPARE_WARMUP_ITERATIONS),
                        settings.integer(BenchSetting.COMPARE_ITERATIONS),
                        settings.integer(BenchSetting.COMPARE_ITERATION_MS)))
                .toList();
    }

    /** Returns how many blocks of two arms fit into a time, or more where so few could decide nothing. */
    public static int blocks(final List<ForkPlan> plans, final double minutes) {
        return Math.max(fewestBlocks(plans), (int) (minutes * SECONDS_PER_MINUTE / seconds(plans, 2)));
    }

    /**
     * Returns with how many pairs a change can be told among all verdicts: if all pairs agree, the signed-rank test gives a p of {@code
     * 2^(1 - n)}, which has to pass the first step of Holm.
     */
    private static int fewestBlocks(final List<ForkPlan> plans) {
        final int verdicts = plans.stream()
                .mapToInt(plan -> plan.mode() == ForkPlan.Mode.SAMPLE ? SAMPLED_VERDICTS : 1)
                .sum();
        int pairs = FEWEST_BLOCKS;
        while (verdicts * Math.scalb(1.0, 1 - pairs) > Gate.ALPHA) {
            pairs++;
        }
        return pairs;
    }

    /** Returns about how long so many forks of each benchmark take. */
    public static double seconds(final List<ForkPlan> plans, final int forks) {
        return forks * plans.stream().mapToDouble(ForkPlan::seconds).sum();
    }

    /** Runs two arms in turns and judges. */
    public ComparisonRecord run(
            final Kind kind,
            final Arm armA,
            final Arm armB,
            final List<ForkPlan> plans,
            final int blocks,
            final Progress progress)
            throws IOException, InterruptedException {
        final ForkSession session = session(progress);
        final List<Contest> contests = plans.stream()
                .map(plan -> new Contest(plan, List.of(armA, armB)))
                .toList();
        return runAndJudge(kind, armA, armB, contests, blocks, session, progress);
    }

    /** Runs identical arms and a slower one in turns, and judges the identical ones. */
    public ComparisonRecord record(
            final RecordedArms arms, final List<ForkPlan> plans, final int blocks, final Progress progress)
            throws IOException, InterruptedException {
        final ForkSession session = session(progress);
        return runAndJudge(
                Kind.SELF, arms.one(), arms.other(), arms.withSlower(plans, session), blocks, session, progress);
    }

    /** Judges forks of an arm against a baseline. */
    public ComparisonRecord judge(final Baseline baseline, final Arm arm, final List<ForkRecord> forks)
            throws IOException {
        final List<String> problems = problems(forks);
        for (final String key : forks.stream().map(ForkRecord::key).distinct().toList()) {
            if (baseline.forks().stream().noneMatch(fork -> fork.key().equals(key))) {
                problems.add(
                        "not in the baseline: benchmark=" + key + ", baseline=" + baseline.name() + "; save it again");
            }
        }
        final String name = baseline.forks().get(0).arm();
        return keep(
                Kind.BASELINE,
                new ArmRecord(name, "baseline " + baseline.name(), baseline.environment()),
                of(arm),
                Judgement.unpaired(baseline.forks(), forks, noise),
                problems);
    }

    /** Runs forks of one arm alone. */
    public List<ForkRecord> run(final Arm arm, final List<ForkPlan> plans, final int forks, final Progress progress)
            throws IOException, InterruptedException {
        final ForkSession session = session(progress);
        final List<Contest> contests =
                plans.stream().map(plan -> new Contest(plan, List.of(arm))).toList();
        session.run(new ForkSchedule(contests, startedAt.toEpochMilli()), forks);
        progress.finish();
        return session.forks();
    }

    private ComparisonRecord runAndJudge(
            final Kind kind,
            final Arm armA,
            final Arm armB,
            final List<Contest> contests,
            final int blocks,
            final ForkSession session,
            final Progress progress)
            throws IOException, InterruptedException {
        session.run(new ForkSchedule(contests, startedAt.toEpochMilli()), blocks);
        progress.finish();
        final List<ForkRecord> forks = session.forks();
        final Judgement judgement = Judgement.paired(forks, armA.name(), armB.name(), noise);
        return keep(kind, of(armA), of(armB), judgement, problems(forks));
    }

    private ForkSession session(final Progress progress) {
        return new ForkSession(new ForkRunner(suite.jar(), directory.path()), directory.forksFile(), progress);
    }

    /** Saves what was found. */
    ComparisonRecord keep(
            final Kind kind,
            final ArmRecord armA,
            final ArmRecord armB,
            final Judgement judgement,
            final List<String> problems)
            throws IOException {
        final double elapsedSeconds = startedAt.until(Instant.now(), ChronoUnit.MILLIS) / 1e3;
        final ComparisonRecord comparison = new ComparisonRecord(
                ComparisonRecord.SCHEMA_VERSION,
                directory.id(),
                kind,
                startedAt.truncatedTo(ChronoUnit.SECONDS).toString(),
                Math.rint(elapsedSeconds * 10) / 10,
                armA,
                armB,
                judgement.verdicts(),
                judgement.allocations(),
                problems);
        directory.write(comparison);
        return comparison;
    }

    /** Describes an arm that runs on this machine. */
    ArmRecord of(final Arm arm) {
        return new ArmRecord(arm.name(), arm.label(), suite.environment().of(arm.commit(), arm.jvmArguments()));
    }

    /** Names the benchmarks whose forks failed. */
    static List<String> problems(final List<ForkRecord> forks) {
        final List<String> problems = new ArrayList<>();
        for (final String key : forks.stream().map(ForkRecord::key).distinct().toList()) {
            final List<ForkRecord> failed = forks.stream()
                    .filter(fork -> fork.key().equals(key) && fork.failure() != null)
                    .toList();
            if (!failed.isEmpty()) {
                problems.add(failed.size() + " forks failed: benchmark=" + key + ", first of arm "
                        + failed.get(0).arm() + ": " + failed.get(0).failure());
            }
        }
        return problems;
    }
}
