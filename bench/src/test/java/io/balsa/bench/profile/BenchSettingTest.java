package io.balsa.bench.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchSettingTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "open.arrivals      | poisson    | uniform",
                "open.seed          | 0          | -1",
                "knee.percentile    | 99.9       | 100",
                "knee.percentile    | 0.1        | 0",
                "knee.objective.ms  | 0          | -0.1",
                "knee.objective.ms  | ''         | soon",
                "knee.from          | 1          | 0",
                "cluster.form       | in-process | addresses",
                "jmh.gate           | true       | yes"
            })
    void shouldTakeOneValueAndRefuseTheOther(final String key, final String good, final String bad)
            throws ProfileException {
        assertThat(BenchSettings.of(Map.of(key, good)).values()).containsEntry(key, good);
        assertThatThrownBy(() -> BenchSettings.of(Map.of(key, bad)))
                .isInstanceOf(ProfileException.class)
                .hasMessageStartingWith("bad value: key=" + key + ", found=" + bad + ", expected=");
    }

    @Test
    void shouldSearchNoKneeWhenThereIsNoObjective() throws ProfileException {
        assertThat(BenchSettings.of(Map.of("knee.objective.ms", "")).number(BenchSetting.KNEE_OBJECTIVE_MS))
                .isZero();
    }
}
