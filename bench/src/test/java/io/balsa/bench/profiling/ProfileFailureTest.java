package io.balsa.bench.profiling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** One line out of many. */
class ProfileFailureTest {
    @Test
    void shouldNameTheExceptionWhenOneWasPrinted() {
        final String log = """
                # Warmup Iteration   1: <failure>

                java.lang.IllegalStateException: no disk
                    at io.balsa.bench.jmh.Some.run(Some.java:7)
                Caused by: java.io.IOException: full
                """;

        assertThat(ProfileFailure.explain("what: name=x", ProfileEvent.CPU, "the fork ended with 1", log))
                .isEqualTo("what: name=x, event=cpu, cause=java.lang.IllegalStateException: no disk");
    }

    @Test
    void shouldTellWhatIsKnownInOneLineWhenNoExceptionWasPrinted() {
        assertThat(ProfileFailure.explain("what: name=x", ProfileEvent.LOCK, "it did not end\n  at all", ""))
                .isEqualTo("what: name=x, event=lock, cause=it did not end | at all");
    }

    @Test
    void shouldSayWhichSettingOfTheKernelWhenItAllowsNoSampling() {
        final String failure = "java.io.IOException: Perf events unavailable. Try --fdtransfer";

        assertThat(ProfileFailure.explain("what: name=x", ProfileEvent.CPU, failure, ""))
                .startsWith("what: name=x, event=cpu, cause=the kernel does not let this user sample,")
                .contains("kernel.perf_event_paranoid expected=1 or less, found=")
                .endsWith("take --event wall");
    }
}
