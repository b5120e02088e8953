package io.balsa.bench.tune;

import io.balsa.kv.NodeProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes a candidate as a profile that says what was changed, why, and where that holds. */
final class ProfileWriter {
    private static final String BENCH = "bench.properties";

    private final Path profiles;
    private final String from;
    private final SearchSpace space;

    /**
     * Makes a writer.
     *
     * @param profiles where profiles lie
     * @param from name of the profile that the candidate changes
     */
    ProfileWriter(final Path profiles, final String from, final SearchSpace space) {
        this.profiles = profiles;
        this.from = from;
        this.space = space;
    }

    /**
     * Writes a profile; one of that name is replaced.
     *
     * @param circumstances of the search, the end of a sentence
     * @param reasons for which it is better, a line each
     * @return its folder
     */
    Path write(final String name, final Candidate candidate, final String circumstances, final List<String> reasons)
            throws IOException {
        final Path folder = Files.createDirectories(profiles.resolve(name));
        Files.write(folder.resolve("node.properties"), nodeProperties(candidate));
        Files.write(folder.resolve("jvm.args"), jvmArguments(candidate));
        final Path bench = profiles.resolve(from).resolve(BENCH);
        if (!from.equals(name) && Files.exists(bench)) {
            Files.copy(bench, folder.resolve(BENCH), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.write(folder.resolve("README.md"), about(name, candidate, circumstances, reasons));
        return folder;
    }

    private List<String> nodeProperties(final Candidate candidate) {
        final Map<String, String> found = new TreeMap<>();
        candidate.changes().values().forEach(level -> found.putAll(level.properties()));
        final Map<String, String> kept = new TreeMap<>();
        space.profile(Candidate.unchanged(from))
                .nodeProperties()
                .forEach((key, value) -> kept.put(key.toString(), value.toString()));
        kept.keySet().removeAll(found.keySet());
        final List<String> lines = new ArrayList<>();
        lines.add("# Settings of each node beside identity and addresses; what is not named here has the default that"
                + " `KvServer --help` shows.");
        lines.add("");
        lines.add("# As in " + from + ".");
        kept.forEach((key, value) -> lines.add(key + " = " + value));
        lines.add("");
        lines.add("# Found by a search, see README.md.");
        found.forEach((key, value) -> lines.add(key + " = " + value));
        return lines;
    }

    private List<String> jvmArguments(final Candidate candidate) {
        final NodeProfile nodes = space.profile(candidate);
        final List<String> lines = new ArrayList<>();
        lines.add("# One flag per line. As in " + from + ", but for what a search found, see README.md.");
        lines.addAll(nodes.jvmArguments());
        return lines;
    }

    private List<String> about(
            final String name, final Candidate candidate, final String circumstances, final List<String> reasons) {
        final List<String> lines = new ArrayList<>();
        lines.add("# " + name);
        lines.add("");
        lines.add("`" + from + "`, " + circumstances + ". It holds for such a machine; on another one search again.");
        lines.add("");
        lines.add("| changed | from | to |");
        lines.add("|---|---|---|");
        candidate.changes().forEach((factor, level) -> {
            final Factor changed = space.factor(factor);
            lines.add(
                    "| " + factor + ": " + changed.meaning() + " | " + changed.before() + " | " + level.label() + " |");
        });
        lines.add("");
        lines.add("Against `" + from + "`, on fresh clusters in turns:");
        lines.add("");
        reasons.forEach(reason -> lines.add("- " + reason));
        return lines;
    }
}
