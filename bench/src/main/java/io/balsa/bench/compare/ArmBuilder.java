package io.balsa.bench.compare;

import io.balsa.bench.fork.Arm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Builds the suite of a commit: in a work tree of its own, so that yours stays as it is, and once, since a commit does not change.
 *
 * <pre>
 *   target/arms/COMMIT.jar     the suite, kept
 *   target/arms/COMMIT/        the work tree while it is built
 * </pre>
 */
public final class ArmBuilder {
    /** Stands for the sources as they lie here, committed or not. */
    public static final String HERE = ".";

    private static final int TOLD_LINES = 15;
    private static final int SHORT_COMMIT = 7;

    private final Path home;
    private final Path ownJar;
    private final List<String> jvmArguments;
    private final Consumer<String> progress;

    /**
     * Makes a builder.
     *
     * @param home root of the repository
     * @param ownJar the suite that runs, built from the sources as they lie here
     * @param jvmArguments of every fork
     * @param progress told what is going on
     */
    public ArmBuilder(
            final Path home, final Path ownJar, final List<String> jvmArguments, final Consumer<String> progress) {
        this.home = home.toAbsolutePath().normalize();
        this.ownJar = ownJar;
        this.jvmArguments = jvmArguments;
        this.progress = progress;
    }

    /**
     * Finds the commit that a name stands for.
     *
     * @param revision a branch, tag or commit, or {@link #HERE}
     * @throws IOException when there is none
     */
    public String resolve(final String revision) throws IOException, InterruptedException {
        final Outcome outcome = run(
                home,
                List.of(
                        "git",
                        "rev-parse",
                        "--verify",
                        "--quiet",
                        (revision.equals(HERE) ? "HEAD" : revision) + "^{commit}"));
        if (outcome.exitCode() != 0) {
            throw new IOException("no such branch or commit: name=" + revision + ", repository=" + home
                    + "; git branch -a lists those there are");
        }
        return outcome.output().strip();
    }

    /**
     * Returns the commits after one, up to another, along the first parents, oldest first.
     *
     * @throws IOException when there are none
     */
    public List<String> between(final String from, final String to) throws IOException, InterruptedException {
        final Outcome outcome = run(
                home, List.of("git", "rev-list", "--first-parent", "--reverse", resolve(from) + ".." + resolve(to)));
        check(outcome, "commits cannot be listed");
        final List<String> commits = outcome.output().lines().toList();
        if (commits.isEmpty()) {
            throw new IOException("no commit after the one and up to the other: from=" + from + ", to=" + to);
        }
        return commits;
    }

    /** Returns a commit's short name and subject. */
    public String describe(final String commit) throws IOException, InterruptedException {
        return run(home, List.of("git", "log", "-1", "--format=%h %s", commit))
                .output()
                .strip();
    }

    /**
     * Makes an arm.
     *
     * @param name that its forks carry
     * @param revision a branch, tag or commit, or {@link #HERE}
     * @throws IOException when there is no such commit, or it does not build
     */
    public Arm build(final String name, final String revision) throws IOException, InterruptedException {
        final String commit = resolve(revision);
        if (revision.equals(HERE)) {
            return new Arm(name, "this work tree", commit, ownJar, jvmArguments);
        }
        final Path arms = home.resolve("target").resolve("arms");
        final Path jar = arms.resolve(commit + ".jar");
        if (!Files.isRegularFile(jar)) {
            Files.createDirectories(arms);
            progress.accept(
                    "building " + revision + " (" + commit.substring(0, SHORT_COMMIT) + "), about half a minute");
            buildJar(commit, arms.resolve(commit), jar);
        }
        return new Arm(name, revision, commit, jar, jvmArguments);
    }

    private void buildJar(final String commit, final Path tree, final Path jar)
            throws IOException, InterruptedException {
        check(run(home, List.of("git", "worktree", "prune")), "work trees cannot be pruned");
        if (Files.exists(tree)) {
            // Left by a build that was killed.
            run(home, List.of("git", "worktree", "remove", "--force", tree.toString()));
        }
        check(
                run(home, List.of("git", "worktree", "add", "--detach", "--force", tree.toString(), commit)),
                "the commit cannot be checked out: commit=" + commit);
        try {
            final String maven = System.getenv().getOrDefault("MAVEN", "mvn");
            check(
                    run(
                            tree,
                            List.of(
                                    maven,
                                    "-B",
                                    "-ntp",
                                    "-q",
                                    "-pl",
                                    "bench",
                                    "-am",
                                    "package",
                                    "-Dmaven.test.skip=true")),
                    "the commit does not build: commit=" + commit);
            final Path built = tree.resolve("bench").resolve("target").resolve("benchmarks.jar");
            if (!Files.isRegularFile(built)) {
                throw new IOException("the commit builds no suite: commit=" + commit + ", missing=" + built);
            }
            final Path unfinished = jar.resolveSibling(jar.getFileName() + ".tmp");
            Files.copy(built, unfinished, StandardCopyOption.REPLACE_EXISTING);
            Files.move(unfinished, jar, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            run(home, List.of("git", "worktree", "remove", "--force", tree.toString()));
        }
    }

    private static void check(final Outcome outcome, final String problem) throws IOException {
        if (outcome.exitCode() != 0) {
            final List<String> lines =
                    outcome.output().lines().filter(line -> !line.isBlank()).toList();
            throw new IOException(problem + ", said="
                    + String.join(" | ", lines.subList(Math.max(0, lines.size() - TOLD_LINES), lines.size())));
        }
    }

    private record Outcome(int exitCode, String output) {}

    private static Outcome run(final Path directory, final List<String> command)
            throws IOException, InterruptedException {
        final Process process = new ProcessBuilder(new ArrayList<>(command))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        try {
            final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(process.waitFor(), output);
        } finally {
            process.destroy();
        }
    }
}
