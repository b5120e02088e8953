package io.balsa.bench.profiling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What makes the profiler take a sample. */
public enum ProfileEvent {
    /** Time on a processor: where it goes. */
    CPU("every 1 ms on a processor", "samples", List.of("interval=1000000")),
    /** Time, waiting included: what threads wait for. A batch of equal samples would have one time, so each has its own. */
    WALL("at most every 1 ms of each thread", "samples", List.of("interval=1000000", "nobatch")),
    /** Bytes on the heap: who allocates them. */
    ALLOC("every 16 KiB", "bytes", List.of("alloc=16384")),
    /** Time that threads wait for monitors and locks. */
    LOCK("waits from 1 µs on", "ns", List.of("lock=1000"));

    private final String interval;
    private final String unit;
    private final List<String> options;

    ProfileEvent(final String interval, final String unit, final List<String> options) {
        this.interval = interval;
        this.unit = unit;
        this.options = options;
    }

    /**
     * Reads a name, as {@link #word} writes it.
     *
     * @throws IllegalArgumentException when there is none of that name
     */
    public static ProfileEvent parse(final String word) {
        return Arrays.stream(values())
                .filter(event -> event.word().equals(word))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("no such event: found=" + word + ", expected=" + words()));
    }

    /** Returns all names with commas between them. */
    public static String words() {
        return Arrays.stream(values()).map(ProfileEvent::word).collect(Collectors.joining(", "));
    }

    /** Returns its name on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns how often a sample is taken, in words. */
    public String interval() {
        return interval;
    }

    /** Returns what the weights of stacks count. */
    public String unit() {
        return unit;
    }

    /** Returns what an agent is told, with commas between. */
    String agentOptions() {
        return String.join(",", options) + ",clock=monotonic";
    }

    /** Returns the same as arguments of the profiler's command. */
    List<String> commandArguments() {
        final List<String> arguments = new ArrayList<>(List.of("--event", word(), "--clock", "monotonic"));
        for (final String option : options) {
            final int equals = option.indexOf('=');
            arguments.add("--" + (equals < 0 ? option : option.substring(0, equals)));
            if (equals >= 0) {
                arguments.add(option.substring(equals + 1));
            }
        }
        return arguments;
    }
}
