package io.balsa.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes what is to be seen of a run: it is run again, and is the same. */
final class RunFiles {
    private RunFiles() {}

    /**
     * Writes the run as a page, as JSON and as a trace for TLA+, into a folder that is made if it is missing.
     *
     * @return the page; the others stand beside it
     */
    static Path writeAll(final Path folder, final RunSpec spec) throws IOException {
        final String name = spec.plan().name() + "-" + spec.seed();
        final RecordedTrace trace = new RecordedTrace(spec.replay());
        spec.run(trace);
        final TlaTrace tla = new TlaTrace();
        spec.run(tla);
        Files.createDirectories(folder);
        trace.writeJson(folder.resolve(name + ".json"));
        tla.write(folder.resolve(name + ".ndjson"));
        final Path page = folder.resolve(name + ".html");
        SpaceTimePage.write(page, "Plan " + spec.plan().name() + ", seed " + spec.seed(), trace);
        return page;
    }
}
