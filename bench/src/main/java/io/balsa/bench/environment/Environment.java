package io.balsa.bench.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where a run was made; saved as {@code env.json}. A fact that this system does not tell is {@value #UNKNOWN}.
 *
 * @param cores that the JVM may use
 * @param memoryBytes of the machine
 * @param governor of the first core's frequency; virtual machines seldom have one
 * @param hugePages mode of transparent huge pages
 * @param loadAverage over a minute, when the run began: what else the machine was doing
 * @param benchJvmArguments flags of the JVM that sends the load and runs the benchmarks
 * @param nodeJvmArguments flags of each node's JVM
 * @param commit full hash
 * @param dirty whether the work tree differed from the commit; {@code results} does not count
 */
public record Environment(
        String cpuModel,
        int cores,
        long memoryBytes,
        String operatingSystem,
        String kernel,
        String governor,
        String clockSource,
        String hugePages,
        double loadAverage,
        DataDisk dataDisk,
        Jvm jvm,
        List<String> benchJvmArguments,
        List<String> nodeJvmArguments,
        String commit,
        boolean dirty) {
    /** Stands for a fact that the system does not tell. */
    public static final String UNKNOWN = "unknown";

    /**
     * What the nodes' data lie on.
     *
     * @param fileSystem its type, such as ext4 or tmpfs
     * @param device that it is made on
     * @param mountOptions as the kernel lists them
     */
    public record DataDisk(String directory, String fileSystem, String device, String mountOptions) {
        /** Tells whether a sync here reaches no disk, so that durable results mean nothing. */
        public boolean inMemory() {
            return fileSystem.equals("tmpfs") || fileSystem.equals("ramfs");
        }
    }

    /**
     * The Java that runs bench and nodes.
     *
     * @param version such as 17.0.15+6
     */
    public record Jvm(String name, String vendor, String version) {}

    /**
     * Returns a name of the hardware: processor, cores, memory. Results compare only where it is the same. Fit for a directory.
     */
    public String fingerprint() {
        final String model =
                cpuModel.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return model + "-" + cores + "c-" + Math.round(memoryBytes / (double) (1L << 30)) + "g";
    }

    /**
     * Names what differs from another environment of the same hardware and is not the code: kernel, JVM, flags, file system.
     *
     * @return one line each, such as {@code jvm: 17.0.15+6 then, 25.0.1 now}
     */
    public List<String> differencesTo(final Environment now) {
        final List<String> differences = new ArrayList<>();
        compare(differences, "jvm", jvm.vendor() + " " + jvm.version(), now.jvm.vendor() + " " + now.jvm.version());
        compare(differences, "kernel", kernel, now.kernel);
        compare(differences, "operating system", operatingSystem, now.operatingSystem);
        compare(differences, "governor", governor, now.governor);
        compare(differences, "clock source", clockSource, now.clockSource);
        compare(differences, "huge pages", hugePages, now.hugePages);
        compare(differences, "file system", dataDisk.fileSystem(), now.dataDisk.fileSystem());
        compare(differences, "flags", String.join(" ", benchJvmArguments), String.join(" ", now.benchJvmArguments));
        return differences;
    }

    private static void compare(
            final List<String> differences, final String what, final String then, final String now) {
        if (!then.equals(now)) {
            differences.add(what + ": " + then + " then, " + now + " now");
        }
    }

    /** Returns the same machine for another commit, built from no local changes unless it is this one, with other flags. */
    public Environment of(final String otherCommit, final List<String> jvmArguments) {
        return new Environment(
                cpuModel,
                cores,
                memoryBytes,
                operatingSystem,
                kernel,
                governor,
                clockSource,
                hugePages,
                loadAverage,
                dataDisk,
                jvm,
                jvmArguments,
                nodeJvmArguments,
                otherCommit,
                dirty && otherCommit.equals(commit));
    }

    /** Returns the first seven digits of the commit. */
    public String commit7() {
        return commit.length() > 7 ? commit.substring(0, 7) : commit;
    }
}
