package io.balsa.bench.fork;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One side of a comparison.
 *
 * @param name such as {@code A}
 * @param label what it is, for people: a branch, a commit
 * @param commit full hash, or {@code unknown}
 * @param jar the suite built from it; of this process, its class path does as well
 * @param jvmArguments flags of its forks
 */
public record Arm(String name, String label, String commit, Path jar, List<String> jvmArguments) {
    /** Returns the same arm under another name, with further flags. */
    public Arm as(final String otherName, final String otherLabel, final List<String> furtherArguments) {
        final List<String> all = new ArrayList<>(jvmArguments);
        all.addAll(furtherArguments);
        return new Arm(otherName, otherLabel, commit, jar, List.copyOf(all));
    }

    /** Returns the first seven digits of the commit. */
    public String commit7() {
        return commit.length() > 7 ? commit.substring(0, 7) : commit;
    }
}
