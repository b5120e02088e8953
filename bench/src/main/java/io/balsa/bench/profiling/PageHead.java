package io.balsa.bench.profiling;

import io.balsa.bench.environment.Environment;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands over a flame graph, so that it is still known a month later what was profiled.
 *
 * @param title what it shows
 * @param facts commit, machine, JVM, event and interval, how it was made; a few words each
 */
public record PageHead(String title, List<String> facts) {
    /**
     * Makes the head of what was profiled on a machine.
     *
     * @param commits the commit, or both of a comparison
     * @param further how it was made
     */
    public static PageHead of(
            final String title,
            final Environment environment,
            final String commits,
            final ProfileEvent event,
            final List<String> further) {
        final List<String> facts = new ArrayList<>(List.of(
                "commit " + commits,
                environment.cpuModel() + ", " + environment.cores() + " cores",
                environment.jvm().name() + " " + environment.jvm().version(),
                event.word() + ", " + event.interval()));
        facts.addAll(further);
        facts.add("not scored");
        return new PageHead(title, List.copyOf(facts));
    }

    /** Returns the commit of an environment in words. */
    public static String commit(final Environment environment) {
        return environment.commit7() + (environment.dirty() ? " with local changes" : "");
    }

    /** Returns all facts in one line. */
    String line() {
        return String.join(" · ", facts);
    }
}
