package io.balsa.network.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class TcpSettingsTest {
    private final TcpSettings settings = TcpSettings.forMessagesUpTo(10_000);

    @Test
    void shouldBeAcceptedWhenJustWithinBounds() {
        assertThat(TcpSettings.forMessagesUpTo(Handshake.MAX_LENGTH).maxMessageLength())
                .isEqualTo(Handshake.MAX_LENGTH);
        assertThat(settings.withBuffers(10_000, 10_000)
                        .withSocketBuffers(0, 0)
                        .withHandshakes(1, 1)
                        .withReconnect(1, 1)
                        .withLiveness(1, 2))
                .isEqualTo(new TcpSettings(10_000, 10_000, 10_000, 0, 0, 1, 1, 1, 1, 1, 2));
    }

    @Test
    void shouldBeRefusedNamingTheValueWhenJustOutOfBounds() {
        assertRefused(() -> TcpSettings.forMessagesUpTo(Handshake.MAX_LENGTH - 1), "maxMessageLength=");
        assertRefused(() -> settings.withBuffers(9_999, 10_000), "sendQueueBytes=9999, atLeast=10000");
        assertRefused(() -> settings.withBuffers(10_000, 9_999), "receiveBufferBytes=9999, atLeast=10000");
        assertRefused(() -> settings.withSocketBuffers(-1, 0), "socketSendBufferBytes=-1");
        assertRefused(() -> settings.withSocketBuffers(0, -1), "socketReceiveBufferBytes=-1");
        assertRefused(() -> settings.withHandshakes(0, 1), "maxPendingHandshakes=0");
        assertRefused(() -> settings.withHandshakes(1, 0), "handshakeTimeoutNs=0");
        assertRefused(() -> settings.withReconnect(0, 1), "reconnectMinNs=0");
        assertRefused(() -> settings.withReconnect(2, 1), "reconnectMaxNs=1, atLeast=2");
        assertRefused(() -> settings.withLiveness(0, 1), "keepAliveNs=0");
        assertRefused(() -> settings.withLiveness(2, 2), "silenceTimeoutNs=2, atLeast=3");
    }

    private static void assertRefused(final ThrowingCallable settings, final String message) {
        assertThatThrownBy(settings)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
