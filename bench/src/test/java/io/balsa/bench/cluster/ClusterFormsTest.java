package io.balsa.bench.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.client.StatusReport;
import io.balsa.kv.KvClient;
import io.balsa.kv.NodeProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterFormsTest {
    @TempDir
    private Path place;

    @Test
    void shouldServeInThisProcessAndToWhoKnowsItsAddresses(@TempDir final Path logs) throws IOException {
        try (InProcessCluster cluster = InProcessCluster.create(place, logs, NodeProfile.ofDefaults())) {
            cluster.start();
            try (KvClient client = KvClient.connect(cluster.clientConfig().build());
                    BenchCluster running = new RunningCluster(cluster.addresses());
                    ClusterWatch watch = running.watch()) {
                client.put(new byte[] {1}, new byte[] {2});
                running.start();

                assertThat(watch.ask()).extracting(StatusReport::nodeId).containsExactly(1, 2, 3);
                assertThat(ClusterUsage.of(watch.ask(), true).syncs()).isPositive();
            }
        }
        try (Stream<Path> left = Files.list(place)) {
            assertThat(left).isEmpty();
        }
        assertThat(logs.resolve("nodes.log")).content().contains("node 1 is ").contains("node 3 closed");
    }
}
