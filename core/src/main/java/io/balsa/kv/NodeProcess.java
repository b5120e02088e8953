package io.balsa.kv;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.balsa.node.Member;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * One node of a local cluster: a {@link KvServer} in a process of its own, and its folder.
 *
 * <pre>
 *   node-1/node.properties      settings it is started with
 *   node-1/jvm.args             flags of its JVM
 *   node-1/process.properties   process id and start time of the last process
 *   node-1/balsa.jar            what it runs, when that was one jar
 *   node-1/node.log             what it printed, all starts one after the other
 *   node-1/data/                log and hard state
 * </pre>
 *
 * <p>The process outlives the one that started it. It is known again by its id together with its start time, so that no other
 * process which got the same id is ever touched.
 *
 * <p>Threading: one thread.
 */
public final class NodeProcess {
    private static final Duration KILL_TIMEOUT = Duration.ofSeconds(10);
    private static final long POLL_MS = 20;
    /** The system tells start times in its own units and relative to a boot time that may be corrected by a second. */
    private static final Duration START_TIME_TOLERANCE = Duration.ofSeconds(3);

    /** First JDK that warns of what Agrona does unless told otherwise, and that knows the flags to say so. */
    private static final int RECENT_JDK = 24;

    /** A terminal's Ctrl-C and its closing end the program that started the node, not the node. */
    private static final String DETACHED = "trap '' HUP INT; exec \"$@\"";

    private final Member member;
    private final Path folder;
    private long logLengthBeforeStart;

    NodeProcess(final Member member, final Path folder) {
        this.member = member;
        this.folder = folder;
    }

    /** Returns the node's id and addresses. */
    public Member member() {
        return member;
    }

    /** Returns where the node keeps its log and hard state. */
    public Path dataDirectory() {
        return dataDirectory(folder);
    }

    /** Returns the data directory in the folder of a node. */
    static Path dataDirectory(final Path nodeFolder) {
        return nodeFolder.resolve("data");
    }

    /** Returns the file that takes what the process prints. */
    public Path logFile() {
        return folder.resolve("node.log");
    }

    /** Returns the process id, 0 when the process does not run. */
    public long pid() {
        return running().map(ProcessHandle::pid).orElse(0L);
    }

    /** Tells whether the process runs. */
    public boolean isRunning() {
        return running().isPresent();
    }

    /**
     * Starts the process, and does not wait until it serves.
     *
     * @throws ClusterException when it runs already or cannot be started
     */
    public void start() {
        if (isRunning()) {
            throw new ClusterException("the node runs already: node=" + member.nodeId() + ", pid=" + pid());
        }
        try {
            Files.writeString(logFile(), "", UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            logLengthBeforeStart = Files.size(logFile());
            final Process process = new ProcessBuilder(command())
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()))
                    .start();
            remember(process.toHandle());
        } catch (final IOException e) {
            throw new ClusterException("the node cannot be started: node=" + member.nodeId() + ", cause=" + e, e);
        }
    }

    /**
     * Ends the process at once, as a crash would (SIGKILL), and waits until it is gone.
     *
     * @return whether it ran
     */
    public boolean kill() {
        final Optional<ProcessHandle> process = running();
        process.ifPresent(ProcessHandle::destroyForcibly);
        if (process.isPresent() && !awaitEnd(KILL_TIMEOUT)) {
            throw new ClusterException("the node does not end: node=" + member.nodeId() + ", pid="
                    + process.get().pid() + "; is its disk stuck?");
        }
        return process.isPresent();
    }

    /** Asks the process to end in an orderly way (SIGTERM), and does not wait. */
    public void terminate() {
        running().ifPresent(ProcessHandle::destroy);
    }

    /** Waits until the process has ended; returns false when it has not in the time given. */
    public boolean awaitEnd(final Duration timeout) {
        final long deadlineNs = System.nanoTime() + timeout.toNanos();
        while (isRunning()) {
            if (System.nanoTime() - deadlineNs >= 0) {
                return false;
            }
            pause();
        }
        return true;
    }

    /** Returns the last lines that the process printed since this object started it, or of the whole log. */
    public List<String> logTail(final int maxLines) {
        try {
            final byte[] log = Files.readAllBytes(logFile());
            final int from = (int) Math.min(logLengthBeforeStart, log.length);
            final List<String> lines =
                    new String(log, from, log.length - from, UTF_8).lines().toList();
            return lines.subList(Math.max(0, lines.size() - maxLines), lines.size());
        } catch (final IOException e) {
            return List.of("(the log cannot be read: " + e + ")");
        }
    }

    static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted", e);
        }
    }

    /** Writes what the node is started with. */
    void configure(final Properties settings, final List<String> jvmArguments) throws IOException {
        Files.createDirectories(folder);
        PropertyFiles.store(settingsFile(), settings);
        Files.write(jvmArgumentsFile(), jvmArguments, UTF_8);
    }

    private List<String> command() throws IOException {
        final List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", DETACHED, "sh"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(requiredFlags());
        command.addAll(NodeProfile.readJvmArguments(jvmArgumentsFile()));
        command.add("-cp");
        command.add(classPath());
        command.add(KvServer.class.getName());
        command.add("--config");
        command.add(settingsFile().toString());
        return command;
    }

    /**
     * Returns the class path of this process. A single jar that holds everything is copied beside the node: a build that
     * writes it anew while the node runs would pull its classes from under it.
     */
    private String classPath() throws IOException {
        final String classPath = System.getProperty("java.class.path");
        if (classPath.contains(File.pathSeparator) || !classPath.endsWith(".jar")) {
            return classPath;
        }
        try (JarFile jar = new JarFile(classPath)) {
            final Manifest manifest = jar.getManifest();
            if (manifest != null && manifest.getMainAttributes().containsKey(Attributes.Name.CLASS_PATH)) {
                return classPath;
            }
        }
        final Path copy = folder.resolve("balsa.jar");
        Files.copy(Path.of(classPath), copy, StandardCopyOption.REPLACE_EXISTING);
        return copy.toString();
    }

    private static List<String> requiredFlags() {
        final List<String> flags = new ArrayList<>(List.of("--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED"));
        if (Runtime.version().feature() >= RECENT_JDK) {
            flags.add("--sun-misc-unsafe-memory-access=allow");
            flags.add("--enable-native-access=ALL-UNNAMED");
        }
        return flags;
    }

    private void remember(final ProcessHandle process) throws IOException {
        final Properties properties = new Properties();
        final Instant start = process.info().startInstant().orElseGet(Instant::now);
        properties.setProperty("pid", Long.toString(process.pid()));
        properties.setProperty("start.epoch.ms", Long.toString(start.toEpochMilli()));
        PropertyFiles.store(processFile(), properties);
    }

    private Optional<ProcessHandle> running() {
        if (!Files.exists(processFile())) {
            return Optional.empty();
        }
        try {
            final Properties properties = PropertyFiles.load(processFile());
            final Instant start = Instant.ofEpochMilli(Long.parseLong(properties.getProperty("start.epoch.ms")));
            return ProcessHandle.of(Long.parseLong(properties.getProperty("pid")))
                    .filter(process -> isSame(process, start));
        } catch (final IOException | NumberFormatException e) {
            throw new ClusterException(
                    "not known which process the node is: file=" + processFile() + ", cause=" + e
                            + "; end the node by hand and delete the file",
                    e);
        }
    }

    /** One that has ended and that nobody has waited for yet still has an id and a start time, but no program. */
    private static boolean isSame(final ProcessHandle process, final Instant start) {
        final ProcessHandle.Info info = process.info();
        return process.isAlive()
                && info.command().isPresent()
                && info.startInstant()
                        .map(actual -> Duration.between(start, actual).abs().compareTo(START_TIME_TOLERANCE) <= 0)
                        .orElse(false);
    }

    private Path settingsFile() {
        return folder.resolve("node.properties");
    }

    private Path jvmArgumentsFile() {
        return folder.resolve("jvm.args");
    }

    private Path processFile() {
        return folder.resolve("process.properties");
    }
}
