package io.balsa.bench.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The profiles that come with the repository. */
class ProfilesTest {
    private static final Path PROFILES = Path.of("..", "profiles");

    private static Map<String, String> settings(final String name) throws ProfileException {
        return Profile.effectiveSettings(new ProfileCatalog(PROFILES).load(name).nodes());
    }

    @Test
    void shouldHoldValidValuesAndSayWhatForWhenAnyIsLoaded() throws ProfileException, IOException {
        final ProfileCatalog catalog = new ProfileCatalog(PROFILES);

        assertThat(catalog.names()).contains("balanced", "ci", "default", "latency", "quick", "throughput");
        for (final String name : catalog.names()) {
            assertThat(catalog.load(name).nodes().jvmArguments()).as(name).isNotEmpty();
            assertThat(Files.readString(PROFILES.resolve(name).resolve("README.md")))
                    .as(name)
                    .startsWith("# " + name + "\n");
        }
    }

    @Test
    void shouldKeepThePromiseWhenTunedForAnything() throws ProfileException {
        for (final String name : new ProfileCatalog(PROFILES).names()) {
            assertThat(settings(name)).as(name).containsEntry("sync.policy", "EVERY_BATCH");
        }
    }

    @Test
    void shouldExplainEverySettingWhenAProfileIsTuned() throws IOException, ProfileException {
        final Map<String, String> defaults = settings("default");
        for (final String name : new String[] {"balanced", "latency", "throughput"}) {
            final String readme = Files.readString(PROFILES.resolve(name).resolve("README.md"));
            final String file = Files.readString(PROFILES.resolve(name).resolve("node.properties"));
            settings(name).forEach((key, value) -> {
                if (!value.equals(defaults.get(key))) {
                    assertThat(file).as(name).contains(key + " = ");
                    assertThat(readme).as("%s: README.md on %s", name, key).contains(key);
                }
            });
        }
    }

    @Test
    void shouldNeverSleepWhenTunedForLatency() throws ProfileException {
        final Map<String, String> latency = settings("latency");

        assertThat(1000 * Long.parseLong(latency.get("tick.ms")))
                .isLessThanOrEqualTo(Long.parseLong(latency.get("idle.spin.us")));
    }
}
