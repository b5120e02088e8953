package io.balsa.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.log.SyncPolicy;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeConfigTest {
    @Test
    void shouldTakeDefaultsWhenOnlyTheIdentityIsGiven() {
        final NodeConfig config = NodeConfig.fromProperties(identity());

        assertThat(config.clusterId()).isEqualTo(7);
        assertThat(config.self()).isEqualTo(new Member(1, "127.0.0.1", 7001, 8001));
        assertThat(config.members()).hasSize(2);
        assertThat(config.dataDirectory()).isEqualTo(Path.of("data/1"));
        assertThat(config.syncPolicy()).isEqualTo(SyncPolicy.EVERY_BATCH);
        assertThat(config.threadingMode()).isEqualTo(ThreadingMode.SHARED);
        assertThat(config.get(NodeSetting.TICK_MS)).isEqualTo(NodeSetting.TICK_MS.defaultValue());
    }

    @Test
    void shouldGiveTheSameSettingsWhenItsOwnPropertiesAreRead() {
        final Properties properties = identity();
        properties.setProperty("sync.policy", "never");
        properties.setProperty("threading.mode", "SHARED_INLINE_SYNC");
        properties.setProperty("segment.bytes", "8m");

        final NodeConfig config = NodeConfig.fromProperties(properties);

        assertThat(config.get(NodeSetting.SEGMENT_BYTES)).isEqualTo(8L << 20);
        assertThat(NodeConfig.fromProperties(config.toProperties()).toProperties())
                .isEqualTo(config.toProperties());
    }

    @ParameterizedTest
    @EnumSource(NodeSetting.class)
    void shouldAcceptTheDefaultWhenASettingIsChecked(final NodeSetting setting) {
        assertThat(setting.check(setting.defaultValue())).isEqualTo(setting.defaultValue());
        assertThat(setting.meaning()).isNotBlank();
        assertThat(NodeConfig.keys()).contains(setting.key());
    }

    @ParameterizedTest
    @CsvSource({"tick.ms,1", "tick.ms,10000", "election.ticks,100000", "session.window,65536"})
    void shouldTakeAValueWhenItIsOnTheBound(final String key, final String value) {
        final Properties properties = identity();
        properties.setProperty("heartbeat.ticks", "1");
        properties.setProperty(key, value);

        assertThat(NodeConfig.fromProperties(properties).toProperties()).containsEntry(key, value);
    }

    @ParameterizedTest
    @CsvSource({"tick.ms,0", "tick.ms,10001", "session.window,65537", "session.window,0", "commit.eager,2"})
    void shouldNameTheRangeWhenAValueIsJustOutsideIt(final String key, final String value) {
        assertThatThrownBy(() -> with(key, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(key + "=" + value)
                .hasMessageContaining("take ");
    }

    @Test
    void shouldListTheKnownKeysWhenOneIsNotKnown() {
        assertThatThrownBy(() -> with("segmnt.bytes", "1m"))
                .hasMessageContaining("unknown setting: segmnt.bytes")
                .hasMessageContaining("segment.bytes")
                .hasMessageContaining("members");
    }

    @ParameterizedTest
    @ValueSource(strings = {"12q", "", "m", "1.5", "9223372036854775807k"})
    void shouldSayWhatToWriteWhenAValueIsNoNumber(final String value) {
        assertThatThrownBy(() -> with("segment.bytes", value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("segment.bytes=" + value.trim());
    }

    @Test
    void shouldNameBothWhenARelationIsBroken() {
        assertThatThrownBy(() -> with("heartbeat.ticks", "40"))
                .hasMessageContaining("heartbeat.ticks=40")
                .hasMessageContaining("election.ticks=40");
        assertThatThrownBy(() -> with("max.command.bytes", "512k")).hasMessageContaining("ingress.ring.bytes");
        assertThatThrownBy(() -> with("egress.ring.bytes", "3m")).hasMessageContaining("power of two");
    }

    @Test
    void shouldNameTheNodeWhenItIsNotAMember() {
        assertThatThrownBy(() -> with("node.id", "3")).hasMessageContaining("node.id=3");
        assertThatThrownBy(() -> with("members", "1=a:1:2,1=b:1:2")).hasMessageContaining("twice");
        assertThatThrownBy(() -> with("cluster.id", "0")).hasMessageContaining("cluster.id=0");
        assertThatThrownBy(() -> with("sync.policy", "SOMETIMES")).hasMessageContaining("EVERY_BATCH");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1=host", "1=host:1", "x=host:1:2", "1=host:1:70000", "1=host:5:5", "0=host:1:2"})
    void shouldShowTheFormWhenAMemberIsMalformed(final String text) {
        assertThatThrownBy(() -> Member.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static NodeConfig with(final String key, final String value) {
        final Properties properties = identity();
        properties.setProperty(key, value);
        return NodeConfig.fromProperties(properties);
    }

    private static Properties identity() {
        final Properties properties = new Properties();
        properties.setProperty("cluster.id", "7");
        properties.setProperty("node.id", "1");
        properties.setProperty("members", "1=127.0.0.1:7001:8001, 2=127.0.0.1:7002:8002");
        properties.setProperty("data.dir", "data/1");
        return properties;
    }
}
