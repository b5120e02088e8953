package io.balsa.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings of both sides: each bound, just inside and just outside. */
class SettingsTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "host", ":1", "host:", "host:x", "host:0", "host:65536", "host:-1", "a:1,,b:2"})
    void shouldRefuseMembersWhenOneIsNoAddress(final String members) {
        assertThatThrownBy(() -> ClientConfig.of(members))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not an address")
                .hasMessageContaining("write host:port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"host:1", "host:65535", "[::1]:9001", "10.0.0.1:80"})
    void shouldTakeMembersWhenTheyAreAddresses(final String members) {
        assertThat(ClientConfig.of(members).members()).hasToString("[" + members + "]");
    }

    @Test
    void shouldNameEachMemberOnceWhenGivenTwice() {
        assertThat(ClientConfig.of("a:1, b:2,a:1").members()).hasSize(2);
    }

    @Test
    void shouldRefuseWhenNoMemberIsGiven() {
        assertThatThrownBy(() -> ClientConfig.builder().build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no members given");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badClientSettings")
    void shouldNameTheClientSettingWhenItIsOutOfRange(
            final String message, final Consumer<ClientConfig.Builder> bad, final Consumer<ClientConfig.Builder> good) {
        final ClientConfig.Builder builder = ClientConfig.builder().members("a:1");
        bad.accept(builder);
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);

        good.accept(builder);
        assertThat(builder.build()).isNotNull();
    }

    static Stream<Arguments> badClientSettings() {
        return Stream.of(
                client("requestTimeoutMs=0", b -> b.requestTimeout(Duration.ZERO), b -> b.requestTimeout(ms(1))),
                client(
                        "requestTimeoutMs=86400001",
                        b -> b.requestTimeout(ms(86_400_001)),
                        b -> b.requestTimeout(ms(86_400_000))),
                client("connectTimeoutMs=-1", b -> b.connectTimeout(ms(-1)), b -> b.connectTimeout(ms(1))),
                client("pingIntervalMs=0", b -> b.pingInterval(ms(0)), b -> b.pingInterval(ms(1))),
                client("silenceTimeoutMs=0", b -> b.silenceTimeout(ms(0)), b -> b.silenceTimeout(ms(1))),
                client("maxOutstanding=0", b -> b.maxOutstanding(0), b -> b.maxOutstanding(1)),
                client("maxOutstanding=1048577", b -> b.maxOutstanding((1 << 20) + 1), b -> b.maxOutstanding(1 << 20)),
                client("retainedBytes=1", b -> b.retainedBytes(1), b -> b.retainedBytes(1 << 16)),
                client(
                        "connectionBufferBytes=1",
                        b -> b.connectionBufferBytes(1),
                        b -> b.connectionBufferBytes(1 << 16)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badGatewaySettings")
    void shouldNameTheGatewaySettingWhenItIsOutOfRange(
            final String message,
            final Consumer<GatewayConfig.Builder> bad,
            final Consumer<GatewayConfig.Builder> good) {
        final GatewayConfig.Builder builder = GatewayConfig.builder(new InetSocketAddress(0), 1, 1, 1);
        bad.accept(builder);
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);

        good.accept(builder);
        assertThat(builder.build()).isNotNull();
    }

    static Stream<Arguments> badGatewaySettings() {
        final int head = ClientFrame.MAX_CONTROL_LENGTH;
        return Stream.of(
                gateway("maxConnections=0", b -> b.maxConnections(0), b -> b.maxConnections(1)),
                gateway("maxConnections=65001", b -> b.maxConnections(65_001), b -> b.maxConnections(65_000)),
                gateway("maxCommandBytes=0", b -> b.maxCommandBytes(0), b -> b.maxCommandBytes(1)),
                gateway("maxResponseBytes=-1", b -> b.maxResponseBytes(-1), b -> b.maxResponseBytes(0)),
                gateway("sessionWindow=0", b -> b.sessionWindow(0), b -> b.sessionWindow(1)),
                gateway("maxSessions=0", b -> b.maxSessions(0), b -> b.maxSessions(1)),
                gateway("helloTimeoutMs=0", b -> b.helloTimeoutMs(0), b -> b.helloTimeoutMs(1)),
                gateway("idleTimeoutMs=0", b -> b.idleTimeoutMs(0), b -> b.idleTimeoutMs(1)),
                gateway(
                        "connectionBufferBytes=" + (65_536 + head - 1),
                        b -> b.connectionBufferBytes(65_536 + head - 1),
                        b -> b.connectionBufferBytes(65_536 + head)));
    }

    @Test
    void shouldRefuseNodeIdsBelowOne() {
        assertThatThrownBy(() ->
                        GatewayConfig.builder(new InetSocketAddress(0), 1, 0, 1).build())
                .hasMessageContaining("nodeId=0");
    }

    @Test
    void shouldKeepCodesOfStatusesAsTheyAre() {
        final ResponseStatus[] statuses = ResponseStatus.values();
        for (int code = 0; code < statuses.length; code++) {
            assertThat(statuses[code].code()).isEqualTo(code);
            assertThat(ResponseStatus.of(code)).isEqualTo(statuses[code]);
        }
        assertThat(ResponseStatus.find(-1)).isNull();
        assertThat(ResponseStatus.find(statuses.length)).isNull();
        assertThatThrownBy(() -> ResponseStatus.of(statuses.length)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Arguments client(
            final String message, final Consumer<ClientConfig.Builder> bad, final Consumer<ClientConfig.Builder> good) {
        return Arguments.of(message, bad, good);
    }

    private static Arguments gateway(
            final String message,
            final Consumer<GatewayConfig.Builder> bad,
            final Consumer<GatewayConfig.Builder> good) {
        return Arguments.of(message, bad, good);
    }

    private static Duration ms(final long millis) {
        return Duration.ofMillis(millis);
    }
}
