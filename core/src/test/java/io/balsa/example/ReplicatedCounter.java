package io.balsa.example;

import io.balsa.client.BalsaClient;
import io.balsa.client.ClientConfig;
import io.balsa.node.Member;
import io.balsa.node.NodeConfig;
import io.balsa.node.RaftNode;
import io.balsa.statemachine.CommittedCommand;
import io.balsa.statemachine.ResponseWriter;
import io.balsa.statemachine.StateMachine;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.agrona.DirectBuffer;

/** The example of the README: a counter that survives its machine. */
public final class ReplicatedCounter implements StateMachine {
    // [readme]
    private long sum;

    @Override
    public void apply(CommittedCommand command, ResponseWriter response) {
        sum += command.buffer().getLong(command.offset()); // on every node, in the same order
        query(command.buffer(), 0, 0, response);
    }

    @Override
    public void query(DirectBuffer query, int offset, int length, ResponseWriter response) {
        response.buffer().putLong(0, sum);
        response.length(Long.BYTES);
    }

    @Override
    public void close() {}

    /** Runs a cluster of one; with more members, each runs on its own machine with its own nodeId. */
    public static long add(Member self, Path dataDirectory, long amount) {
        NodeConfig config = NodeConfig.builder()
                .clusterId(7)
                .nodeId(self.nodeId())
                .members(self)
                .dataDirectory(dataDirectory)
                .build();
        try (RaftNode node = RaftNode.launch(config, new ReplicatedCounter());
                BalsaClient client =
                        BalsaClient.connect(ClientConfig.of(node.config().self().clientAddress()))) {
            byte[] command = ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(amount)
                    .array();
            byte[] reply = client.command(command); // returns when it is committed, synced and applied
            return ByteBuffer.wrap(reply).order(ByteOrder.LITTLE_ENDIAN).getLong();
        }
    }
    // [/readme]
}
