package io.balsa.bench.profiling;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import one.profiler.AsyncProfilerLoader;

/** The profiler of this system: how a JVM is told to run under it. */
final class Profiler {
    /** Without these a sample in compiled code is put down to the nearest safepoint. */
    static final List<String> JVM_FLAGS = List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:+DebugNonSafepoints");

    private Profiler() {}

    /**
     * Returns the profiler of JMH that records the measured iterations of a fork.
     *
     * @param directory takes the recording
     * @throws IOException when there is none for this system
     */
    static String ofFork(final ProfileEvent event, final Path directory) throws IOException {
        checkSupported();
        return "async:libPath=" + AsyncProfilerLoader.getAsyncProfilerPath() + ";event=" + event.word() + ";rawCommand="
                + event.agentOptions() + ";output=jfr;dir=" + directory;
    }

    /**
     * Begins to record a process that runs.
     *
     * @throws IOException when it cannot be attached to, or the kernel does not let it be sampled
     */
    static void start(final long pid, final ProfileEvent event, final Path recording) throws IOException {
        final List<String> command = new ArrayList<>(List.of("start"));
        command.addAll(event.commandArguments());
        command.addAll(List.of("-f", recording.toAbsolutePath().toString(), Long.toString(pid)));
        run(command, pid, event);
    }

    /** Ends a recording and completes its file. */
    static void stop(final long pid, final ProfileEvent event) throws IOException {
        run(List.of("stop", Long.toString(pid)), pid, event);
    }

    private static void run(final List<String> command, final long pid, final ProfileEvent event) throws IOException {
        checkSupported();
        try {
            AsyncProfilerLoader.executeProfiler(command.toArray(new String[0]));
        } catch (final IOException e) {
            throw new IOException(
                    ProfileFailure.explain(
                            "a process cannot be profiled: pid=" + pid, event, String.valueOf(e.getMessage()), ""),
                    e);
        }
    }

    private static void checkSupported() throws IOException {
        if (!AsyncProfilerLoader.isSupported()) {
            throw new IOException("there is no async-profiler for this system: os=" + System.getProperty("os.name")
                    + ", arch=" + System.getProperty("os.arch") + "; Linux and macOS on x86-64 and arm64 have one");
        }
    }
}
