package io.balsa.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class FreePortsTest {
    @Test
    void shouldPassOverAPortWhenSomeoneListens() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            final List<Integer> ports = FreePorts.find(taken.getLocalPort() - 2, 3);

            assertThat(ports).hasSize(3).isSorted().doesNotHaveDuplicates().doesNotContain(taken.getLocalPort());
        }
    }

    @Test
    void shouldSaySoWhenThereAreNotEnough() {
        assertThat(FreePorts.find(65_000, 0)).isEmpty();
        assertThatThrownBy(() -> FreePorts.find(65_535, 2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("first=65535, wanted=2");
    }
}
