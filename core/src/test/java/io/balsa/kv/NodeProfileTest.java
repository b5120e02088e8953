package io.balsa.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeProfileTest {
    @TempDir
    Path profiles;

    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectory(profiles.resolve("fast"));
    }

    @Test
    void shouldReadFlagsAndSettingsWhenAProfileIsThere() throws IOException {
        Files.writeString(folder.resolve("jvm.args"), "# memory\n-Xmx1g\n\n  -XX:+UseParallelGC  \n");
        Files.writeString(folder.resolve("node.properties"), "sync.policy = NEVER\ntick.ms = 20\n");

        final NodeProfile profile = NodeProfile.load(profiles, "fast");

        assertThat(profile.jvmArguments()).containsExactly("-Xmx1g", "-XX:+UseParallelGC");
        assertThat(profile.nodeProperties())
                .containsEntry("sync.policy", "NEVER")
                .containsEntry("tick.ms", "20");
    }

    @Test
    void shouldTellDefaultsTooWhenAskedForAllSettings() throws IOException {
        Files.writeString(folder.resolve("node.properties"), "segment.bytes = 8m\n");

        final Properties effective = NodeProfile.load(profiles, "fast").effectiveProperties();

        assertThat(effective)
                .containsEntry("segment.bytes", "8388608")
                .containsEntry("threading.mode", "SHARED")
                .containsEntry("idle.spin.us", "0")
                .doesNotContainKeys("node.id", "cluster.id", "members", "data.dir");
    }

    @Test
    void shouldNameTheRangeWhenASettingIsOutsideIt() throws IOException {
        Files.writeString(folder.resolve("node.properties"), "idle.spin.us = 1000001\n");

        final NodeProfile profile = NodeProfile.load(profiles, "fast");

        assertThatThrownBy(profile::effectiveProperties)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("idle.spin.us=1000001")
                .hasMessageContaining("take 0 to 1000000");
    }

    @Test
    void shouldTakeTheDefaultsWhenFilesAreMissing() {
        final NodeProfile profile = NodeProfile.load(profiles, "fast");

        assertThat(profile.jvmArguments()).isEqualTo(NodeProfile.ofDefaults().jvmArguments());
        assertThat(profile.nodeProperties()).isEmpty();
    }

    @Test
    void shouldNameTheProfilesWhenThereIsNoneOfThatName() {
        assertThatThrownBy(() -> NodeProfile.load(profiles, "slow"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unknown profile: name=slow")
                .hasMessageContaining("take one of [fast]");
        assertThatThrownBy(() -> NodeProfile.load(profiles, "../" + profiles.getFileName() + "/fast"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseWhatNobodyUnderstandsWhenAFileHoldsIt() throws IOException {
        Files.writeString(folder.resolve("node.properties"), "tick.millis = 20\n");
        assertThatThrownBy(() -> NodeProfile.load(profiles, "fast"))
                .hasMessageContaining("unknown setting")
                .hasMessageContaining("key=tick.millis");

        Files.writeString(folder.resolve("node.properties"), "node.id = 2\n");
        assertThatThrownBy(() -> NodeProfile.load(profiles, "fast")).hasMessageContaining("key=node.id");

        Files.writeString(folder.resolve("node.properties"), "");
        Files.writeString(folder.resolve("jvm.args"), "Xmx1g\n");
        assertThatThrownBy(() -> NodeProfile.load(profiles, "fast"))
                .hasMessageContaining("not a flag of the JVM")
                .hasMessageContaining("line=Xmx1g");
    }
}
