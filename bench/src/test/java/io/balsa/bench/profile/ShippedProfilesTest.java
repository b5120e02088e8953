package io.balsa.bench.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.bench.gate.AllocationGate;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ShippedProfilesTest {
    private static final Path PROFILES = Path.of("..", "profiles");

    private final ProfileCatalog catalog = new ProfileCatalog(PROFILES);

    @Test
    void shouldBeUnderstoodAndExplainThemselves() throws ProfileException {
        assertThat(catalog.names()).contains("quick", "default", "full", "failover", "soak", "alloc");
        for (final String name : catalog.names()) {
            assertThat(catalog.load(name).name()).isEqualTo(name);
            assertThat(PROFILES.resolve(name).resolve("README.md")).isNotEmptyFile();
        }
    }

    @Test
    void shouldGateTheBenchmarksOfTheCommitPathWhenTheProfileIsAlloc() throws ProfileException {
        final BenchSettings settings = catalog.load("alloc").settings();

        assertThat(settings.isOn(BenchSetting.JMH_GATE)).isTrue();
        assertThat(settings.text(BenchSetting.JMH_INCLUDE)).isEqualTo(AllocationGate.PATH);
    }

    @Test
    void shouldKillTwentyLeadersOrMoreWhenTheProfileIsFailover() throws ProfileException {
        assertThat(catalog.load("failover").settings().integer(BenchSetting.FAILOVER_KILLS))
                .isGreaterThanOrEqualTo(20);
    }
}
