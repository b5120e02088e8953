package io.balsa.bench.fork;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.bench.fork.ForkSchedule.Contest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forks of several arms run at the same time, and no two of their iterations. */
class ForkRunnerTest {
    private static final Path CLASSES = Path.of(System.getProperty("java.class.path"));
    private static final int WARMUP = 2;
    private static final int MEASURED = 3;

    @TempDir
    private Path directory;

    private Arm arm(final String name, final String... flags) {
        final List<String> arguments = new ArrayList<>(
                List.of("-Xmx64m", "-Dturns.name=" + name, "-Dturns.notes=" + directory.resolve("notes.txt")));
        arguments.addAll(List.of(flags));
        return new Arm(name, name, "unknown", CLASSES, arguments);
    }

    private List<ForkRecord> run(final Arm... arms) throws Exception {
        final ForkPlan plan = ForkPlan.parse("TurnsBenchmark.add", WARMUP, MEASURED, 20);
        return new ForkRunner(CLASSES, directory).run(new Contest(plan, List.of(arms)), 4, 10);
    }

    @Test
    void shouldTakeTurnsWhenArmsRunTogether() throws Exception {
        final List<ForkRecord> records = run(arm("A"), arm("B"), arm("C"));

        assertThat(records).extracting(ForkRecord::arm).containsExactly("A", "B", "C");
        assertThat(records).extracting(ForkRecord::order).containsExactly(10, 11, 12);
        assertThat(records).allSatisfy(record -> {
            assertThat(record.failure()).isNull();
            assertThat(record.block()).isEqualTo(4);
            assertThat(record.warmup()).hasSize(WARMUP);
            assertThat(record.iterations()).hasSize(MEASURED);
        });
        final List<String> notes = Files.readAllLines(directory.resolve("notes.txt"));
        assertThat(notes).hasSize(2 * 3 * (WARMUP + MEASURED));
        for (int at = 0; at < notes.size(); at += 2) {
            final String name = notes.get(at).substring(0, 1);
            assertThat(notes.subList(at, at + 2)).containsExactly(name + " begin", name + " end");
        }
        for (int at = 0; at < notes.size(); at += 6) {
            assertThat(List.of(notes.get(at), notes.get(at + 2), notes.get(at + 4)))
                    .as("round %d", at / 6)
                    .containsExactlyInAnyOrder("A begin", "B begin", "C begin");
        }
    }

    @Test
    void shouldMeasureTheOthersWhenOneFails() throws Exception {
        final List<ForkRecord> records = run(arm("A"), arm("B", "-Dturns.fails=true"));

        assertThat(records.get(0).failure()).isNull();
        assertThat(records.get(0).iterations()).hasSize(MEASURED);
        assertThat(records.get(1).failure()).contains("as it was told to");
    }

    @Test
    void shouldMeasureTheOthersWhenOneDoesNotStart() throws Exception {
        final List<ForkRecord> records = run(arm("A"), arm("B", "-XX:+NoSuchFlag"));

        assertThat(records.get(0).failure()).isNull();
        assertThat(records.get(1).failure()).contains("NoSuchFlag");
    }
}
