package io.balsa.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.disk.StorageException;
import io.balsa.testing.CapturedLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FatalErrorPolicyTest {
    @RegisterExtension
    private final CapturedLog log = new CapturedLog("io.balsa.node");

    @Test
    void shouldTellInOneLineWhenTheDiskFailed() {
        FatalErrorPolicy.log().onFatalError(2, new StorageException("force failed: file=x"));
        FatalErrorPolicy.log()
                .onFatalError(2, new RuntimeException("not durable", new StorageException("force failed")));

        assertThat(log.linesWith("node 2 stopped: force failed: file=x")).hasSize(1);
        assertThat(log.linesWith("node 2 stopped: not durable")).hasSize(1);
        assertThat(log.hasStackTrace()).isFalse();
    }

    @Test
    void shouldTellWhereWhenItMayBeAFaultOfTheProgram() {
        FatalErrorPolicy.log().onFatalError(2, new IllegalStateException("apply went wrong"));

        assertThat(log.linesWith("node 2 stopped: apply went wrong")).hasSize(1);
        assertThat(log.hasStackTrace()).isTrue();
    }
}
