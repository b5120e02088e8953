package io.balsa.bench.tune;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.bench.profile.Profile;
import io.balsa.bench.profile.ProfileCatalog;
import io.balsa.bench.profile.ProfileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a search leaves behind. */
class TuneRunTest {
    @TempDir
    private Path tunings;

    @TempDir
    private Path profiles;

    @BeforeEach
    void copyTheProfile() throws IOException {
        final Path from = Files.createDirectory(profiles.resolve("default"));
        Files.writeString(from.resolve("bench.properties"), "keys = 77\n");
    }

    @Test
    void shouldWriteAProfileThatRunsAsTheWinnerDidWhenItIsBetter()
            throws IOException, ProfileException, InterruptedException {
        final TuningRecord tuning =
                SampleTuning.better(tunings, profiles, "Xeon").read();

        final Profile written = new ProfileCatalog(profiles).load(SampleTuning.NAME);

        assertThat(tuning.promoted()).isTrue();
        assertThat(tuning.written())
                .isEqualTo(profiles.resolve(SampleTuning.NAME).toString());
        assertThat(Profile.effectiveSettings(written.nodes()))
                .isEqualTo(tuning.after().settings())
                .isNotEqualTo(tuning.before().settings())
                .containsEntry("ingress.batch", "128")
                .containsEntry("threading.mode", "SHARED_INLINE_SYNC");
        assertThat(written.nodes().jvmArguments()).isEqualTo(tuning.after().jvmArguments());
        assertThat(written.settings().values()).containsEntry("keys", "77");
    }

    @Test
    void shouldSayWhatWasChangedAndWhyWhenAProfileIsWritten()
            throws IOException, ProfileException, InterruptedException {
        SampleTuning.better(tunings, profiles, "Xeon");

        final Path folder = profiles.resolve(SampleTuning.NAME);

        assertThat(Files.readString(folder.resolve("README.md")))
                .startsWith("# tuned\n\n`default`, tuned by `scripts/bench tune --objective balanced` on Xeon, 2 cores")
                .contains("| batch: requests and entries per duty cycle | 1024 | 128 |")
                .contains("- mean of all three -");
        assertThat(Files.readAllLines(folder.resolve("node.properties")))
                .contains("# As in default.", "sync.policy = EVERY_BATCH", "apply.batch = 128")
                .doesNotContain("threading.mode = SHARED");
    }

    @Test
    void shouldTouchNoProfileWhenNothingIsBetter() throws IOException, ProfileException, InterruptedException {
        final TuningDirectory directory = SampleTuning.stands(tunings, profiles);

        final TuningRecord tuning = directory.read();

        assertThat(tuning.promoted()).isFalse();
        assertThat(tuning.written()).isNull();
        assertThat(tuning.after()).isEqualTo(tuning.before());
        assertThat(tuning.reasons())
                .containsExactly("no combination of changes was better than the profile in the race");
        assertThat(profiles.resolve(SampleTuning.NAME)).doesNotExist();
    }

    @Test
    void shouldKeepEveryTrialInOrderWhenASearchRan() throws IOException, ProfileException, InterruptedException {
        final List<TrialRecord> trials =
                SampleTuning.better(tunings, profiles, "Xeon").readTrials();

        assertThat(trials)
                .extracting(TrialRecord::phase)
                .startsWith(Phase.SCREEN)
                .contains(Phase.RACE)
                .endsWith(Phase.CONFIRM);
        for (int i = 0; i < trials.size(); i++) {
            assertThat(trials.get(i).order()).isEqualTo(i + 1);
            assertThat(trials.get(i).figures() == null).isEqualTo(trials.get(i).failure() != null);
        }
    }
}
