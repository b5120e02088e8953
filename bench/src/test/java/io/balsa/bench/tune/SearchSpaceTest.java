package io.balsa.bench.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.balsa.bench.profile.ProfileCatalog;
import io.balsa.bench.profile.ProfileException;
import io.balsa.kv.NodeProfile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class SearchSpaceTest {
    private static NodeProfile profile(final List<String> flags, final String... settings) {
        final Properties properties = new Properties();
        for (final String setting : settings) {
            final int equals = setting.indexOf('=');
            properties.setProperty(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return new NodeProfile(flags, properties);
    }

    private static Candidate candidate(final SearchSpace space, final String factor, final int alternative) {
        return new Candidate(
                "x", Map.of(factor, space.factor(factor).alternatives().get(alternative)));
    }

    private static List<String> labels(final SearchSpace space, final String factor) {
        return space.factor(factor).alternatives().stream().map(Level::label).toList();
    }

    @Test
    void shouldReplaceTheCollectorWhenItIsChanged() {
        final SearchSpace space = SearchSpace.of(profile(List.of("-Xmx256m", "-XX:+UseSerialGC")), 2);

        assertThat(space.profile(candidate(space, "GC", 1)).jvmArguments()).containsExactly("-Xmx256m", "-XX:+UseZGC");
        assertThat(space.factor("GC").before()).isEqualTo("SerialGC");
    }

    @Test
    void shouldSetAllKeysWhenABatchIsChanged() {
        final SearchSpace space = SearchSpace.of(profile(List.of(), "tick.ms=20"), 2);

        assertThat(space.profile(candidate(space, "batch", 0)).nodeProperties())
                .containsEntry("ingress.batch", "128")
                .containsEntry("apply.batch", "128")
                .containsEntry("tick.ms", "20");
    }

    @Test
    void shouldOfferWhatTheProfileHasNotWhenLevelsAreChosen() {
        final SearchSpace space = SearchSpace.of(
                profile(List.of("-XX:+UseZGC"), "segment.bytes=16m", "commit.eager=1", "idle.spin.us=20"), 2);

        assertThat(labels(space, "GC")).containsExactly("ParallelGC", "SerialGC");
        assertThat(labels(space, "segment")).containsExactly("256m", "64m");
        assertThat(space.factor("segment").before()).isEqualTo("16m");
        assertThat(labels(space, "commit")).containsExactly("0");
        assertThat(labels(space, "idle")).containsExactly("100");
    }

    @Test
    void shouldLetThreadsSpinForeverOnlyWhenEachHasACore() {
        assertThat(labels(SearchSpace.of(profile(List.of()), 7), "idle")).containsExactly("20", "100");
        assertThat(labels(SearchSpace.of(profile(List.of()), 8), "idle")).containsExactly("20", "1000000");
    }

    @Test
    void shouldNeverTouchWhatAnAcknowledgementPromises() {
        for (final Factor factor : SearchSpace.of(profile(List.of()), 16).factors()) {
            for (final Level level : factor.alternatives()) {
                assertThat(level.properties()).as(factor.name()).doesNotContainKey("sync.policy");
            }
        }
    }

    @Test
    void shouldFitTheDesignWithValidSettingsWhenAProfileOfOursIsTheBase() throws ProfileException {
        final ProfileCatalog catalog = new ProfileCatalog(Path.of("..", "profiles"));
        for (final String name : catalog.names()) {
            final SearchSpace space = SearchSpace.of(catalog.load(name).nodes(), 16);
            assertThat(space.size()).as(name).isBetween(8, ScreenDesign.COLUMNS);
            for (final Factor factor : space.factors()) {
                for (int i = 0; i < factor.alternatives().size(); i++) {
                    final NodeProfile changed = space.profile(candidate(space, factor.name(), i));
                    assertThatCode(changed::effectiveProperties)
                            .as("%s: %s %d", name, factor.name(), i)
                            .doesNotThrowAnyException();
                }
            }
        }
    }
}
