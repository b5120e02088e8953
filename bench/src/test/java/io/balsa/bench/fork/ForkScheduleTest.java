package io.balsa.bench.fork;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.bench.fork.ForkSchedule.Contest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who runs when. */
class ForkScheduleTest {
    private static final List<Arm> ARMS = List.of(arm("A"), arm("B"));
    private static final List<Contest> CONTESTS = List.of(contest("X.x"), contest("Y.y"), contest("Z.z"));

    private static Arm arm(final String name) {
        return new Arm(name, name, "unknown", Path.of("benchmarks.jar"), List.of());
    }

    private static Contest contest(final String benchmark) {
        return new Contest(ForkPlan.parse(benchmark, 1, 1, 100), ARMS);
    }

    @Test
    void shouldRunEveryBenchmarkOnceWhenABlockIsDrawn() {
        final ForkSchedule schedule = new ForkSchedule(CONTESTS, 7);

        for (int block = 0; block < 20; block++) {
            assertThat(schedule.nextBlock()).containsExactlyInAnyOrderElementsOf(CONTESTS);
        }
    }

    @Test
    void shouldLetEachBenchmarkBeginAboutAsOftenWhenManyBlocksAreDrawn() {
        final ForkSchedule schedule = new ForkSchedule(CONTESTS, 7);
        int first = 0;

        for (int block = 0; block < 1_000; block++) {
            first += schedule.nextBlock().get(0).equals(CONTESTS.get(0)) ? 1 : 0;
        }

        // Five standard deviations of one in three; the seed is fixed.
        assertThat(first).isBetween(333 - 75, 333 + 75);
    }
}
