package io.balsa.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.kv.NodeProfile;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class NodesTextTest {
    @Test
    void shouldTellDefaultsAndFlagsInShortLinesWhenRendered() {
        final Properties properties = new Properties();
        properties.setProperty("segment.bytes", "8m");

        final String text = NodesText.render(new NodeProfile(List.of("-Xmx1g", "-XX:+UseZGC"), properties));

        assertThat(text)
                .contains("segment.bytes=8388608", "idle.spin.us=0", "sync.policy=EVERY_BATCH")
                .endsWith("flags of each node's JVM:\n    -Xmx1g -XX:+UseZGC\n");
        assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(118));
    }
}
