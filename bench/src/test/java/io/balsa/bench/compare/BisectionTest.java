package io.balsa.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.bench.compare.Bisection.Range;
import io.balsa.bench.verdict.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The search for the commit that made it slower. */
class BisectionTest {
    private static List<String> commits(final int count) {
        return IntStream.range(0, count).mapToObj(i -> "c" + i).toList();
    }

    @Test
    void shouldFindTheCommitWhereverItIs() throws IOException, InterruptedException {
        for (int count = 1; count <= 20; count++) {
            final List<String> commits = commits(count);
            for (int bad = 0; bad < count; bad++) {
                final int culprit = bad;
                final List<String> asked = new ArrayList<>();

                final Range found = new Bisection(commits, (commit, left) -> {
                            asked.add(commit);
                            return commits.indexOf(commit) >= culprit ? Outcome.REGRESSED : Outcome.EQUIVALENT;
                        })
                        .run();

                assertThat(found).isEqualTo(new Range("c" + bad, "c" + bad, null));
                assertThat(asked).hasSizeLessThanOrEqualTo(5).doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void shouldLeaveARangeWhenACommitCannotBeJudged() throws IOException, InterruptedException {
        final Range found = new Bisection(
                        commits(8), (commit, left) -> commit.equals("c3") ? Outcome.REGRESSED : Outcome.INCONCLUSIVE)
                .run();

        assertThat(found.isFound()).isFalse();
        assertThat(found).isEqualTo(new Range("c0", "c3", "c1"));
    }
}
