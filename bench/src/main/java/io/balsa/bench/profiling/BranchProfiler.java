package io.balsa.bench.profiling;

import io.balsa.bench.environment.Environment;
import io.balsa.bench.fork.Arm;
import io.balsa.bench.fork.ForkPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Profiles forks of two branches, which take turns, and draws what differs.
 *
 * <p>What the compiler makes of a program differs from one JVM to the next, so a profile of one fork shows its luck as well; several
 * short ones are added up. Threading: one owner.
 */
public final class BranchProfiler {
    private final BenchmarkProfiler profiler;
    private final Path ownJar;
    private final Environment environment;
    private final Path directory;
    private final Consumer<String> progress;

    /**
     * Makes a profiler.
     *
     * @param ownJar holds this class
     * @param environment of this machine
     * @param directory takes the pages; made when missing
     * @param progress told what is going on
     */
    public BranchProfiler(
            final Path ownJar, final Environment environment, final Path directory, final Consumer<String> progress) {
        profiler = new BenchmarkProfiler(ownJar, directory);
        this.ownJar = ownJar;
        this.environment = environment;
        this.directory = directory;
        this.progress = progress;
    }

    /**
     * Profiles and draws.
     *
     * @param forks of each arm, from 1
     * @return the differential flame graph, then that of each arm
     * @throws NoSamplesException when there is nothing to draw
     * @throws IOException when a fork cannot be profiled or a page cannot be written
     */
    public List<Path> draw(
            final Arm armA, final Arm armB, final ForkPlan plan, final ProfileEvent event, final int forks)
            throws IOException, InterruptedException {
        progress.accept(String.format(
                Locale.ROOT,
                "profiling %s, %s, %d forks of each, about %.0f s",
                plan.key(),
                event.word(),
                forks,
                2 * forks * plan.seconds()));
        final Stacks stacksA = new Stacks();
        final Stacks stacksB = new Stacks();
        for (int fork = 0; fork < forks; fork++) {
            // In turns, each as often first: a machine that warms up or slows down does so for both.
            final boolean isFirstA = fork % 2 == 0;
            (isFirstA ? stacksA : stacksB).addAll(profiler.profile(isFirstA ? armA : armB, plan, event));
            (isFirstA ? stacksB : stacksA).addAll(profiler.profile(isFirstA ? armB : armA, plan, event));
        }
        final String made = String.format(
                Locale.ROOT, "%d forks of %.1f s each", forks, plan.iterations() * plan.iterationMs() / 1e3);
        final String name = BenchmarkProfiler.fileName(plan) + "-" + event.word();
        final List<Path> pages = new ArrayList<>();
        pages.add(DiffPage.write(
                directory.resolve(name + "-diff.html"),
                head(
                        plan,
                        armB.label() + " against " + armA.label(),
                        describe(armA) + " and " + describe(armB),
                        event,
                        made),
                event,
                describe(armA),
                stacksA,
                describe(armB),
                stacksB));
        pages.add(FlamePage.write(
                directory.resolve(name + "-A.html"),
                stacksA,
                head(plan, armA.label(), describe(armA), event, made),
                event));
        pages.add(FlamePage.write(
                directory.resolve(name + "-B.html"),
                stacksB,
                head(plan, armB.label(), describe(armB), event, made),
                event));
        return pages;
    }

    private PageHead head(
            final ForkPlan plan, final String what, final String commits, final ProfileEvent event, final String made) {
        return PageHead.of(plan.key() + ": " + what, environment, commits, event, List.of(made));
    }

    /** Names the commit; the work tree may hold more than that. */
    private String describe(final Arm arm) {
        final boolean isChanged = arm.jar().equals(ownJar) && environment.dirty();
        return arm.commit7() + " (" + arm.label() + (isChanged ? ", with local changes)" : ")");
    }
}
