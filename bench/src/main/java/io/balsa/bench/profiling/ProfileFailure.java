package io.balsa.bench.profiling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Why something could not be profiled, in one line out of the many that a JVM prints. */
final class ProfileFailure {
    private static final Path PARANOID = Path.of("/proc/sys/kernel/perf_event_paranoid");
    private static final Pattern PERF_EVENTS = Pattern.compile("Perf events unavailable");
    private static final Pattern CAUSE =
            Pattern.compile("(Caused by: )?([\\w$]+\\.)+[\\w$]*(Exception|Error)(: .*)?|No matching benchmarks.*");

    private ProfileFailure() {}

    /**
     * Says why.
     *
     * @param what could not be profiled, with names and values
     * @param failure what is known of it
     * @param printed all that was printed meanwhile, where the cause is looked for; may be empty
     */
    static String explain(final String what, final ProfileEvent event, final String failure, final String printed) {
        final String begin = what + ", event=" + event.word() + ", cause=";
        if (PERF_EVENTS.matcher(failure + printed).find()) {
            return begin
                    + "the kernel does not let this user sample, kernel.perf_event_paranoid expected=1 or less, found="
                    + paranoid() + "; set it with sysctl, or take --event wall";
        }
        return begin
                + printed.lines()
                        .map(String::strip)
                        .filter(line -> CAUSE.matcher(line).matches())
                        .findFirst()
                        .orElse(oneLine(failure));
    }

    private static String oneLine(final String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining(" | "));
    }

    private static String paranoid() {
        try {
            return Files.readString(PARANOID).strip();
        } catch (final IOException e) {
            return "unknown";
        }
    }
}
