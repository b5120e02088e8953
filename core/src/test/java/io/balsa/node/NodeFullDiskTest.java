package io.balsa.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.client.BalsaClient;
import io.balsa.client.ClientConfig;
import io.balsa.client.ClientException;
import io.balsa.disk.DiskFile;
import io.balsa.disk.DiskFullException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A full disk costs writes, for as long as it is full, and nothing else. */
class NodeFullDiskTest {
    private static final int SEGMENT_BYTES = 256 << 10;
    private static final int COMMAND_BYTES = 16 << 10;

    @TempDir
    private Path directory;

    private final AtomicBoolean full = new AtomicBoolean();

    @Test
    void shouldRefuseWritesAndAnswerQueriesWhenTheDiskIsFullAndGoOnWhenThereIsRoom() {
        final Member member = LocalCluster.membersOnFreePorts(1)[0];
        final NodeConfig config = NodeConfig.builder()
                .clusterId(42)
                .nodeId(1)
                .members(member)
                .dataDirectory(directory)
                .set(NodeSetting.SEGMENT_BYTES, SEGMENT_BYTES)
                .build();
        try (RaftNode node = RaftNode.launch(
                        new MachineEnvironment(WatchedDisk.of(this::failWhenFull), SystemNanoClock.INSTANCE),
                        config,
                        new NumberLog(1 << 16),
                        FatalErrorPolicy.log());
                BalsaClient client = BalsaClient.connect(ClientConfig.of(member.clientAddress()))) {
            int number = 0;
            client.command(command(number++));
            full.set(true);

            final int written = writeUntilRefused(client, number);
            assertThat(written).isLessThan(2 * SEGMENT_BYTES / COMMAND_BYTES);
            number += written;
            assertThat(count(client.query(new byte[1]))).isEqualTo(number);
            assertThat(node.failure()).isNull();

            full.set(false);
            final int until = number + 3 * SEGMENT_BYTES / COMMAND_BYTES;
            while (number < until) {
                number += isWritten(client, number) ? 1 : 0;
            }
            assertThat(count(client.query(new byte[1]))).isEqualTo(number);
        }
    }

    private void failWhenFull(final String operation, final DiskFile file) throws IOException {
        if (full.get() && operation.equals("writeZeroes")) {
            throw new DiskFullException("no room: file=" + file.path(), new IOException("full"));
        }
    }

    private static int writeUntilRefused(final BalsaClient client, final int firstNumber) {
        int written = 0;
        while (isWritten(client, firstNumber + written)) {
            written++;
        }
        assertThatThrownBy(() -> client.command(command(firstNumber)))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("the disk of the leader is full");
        return written;
    }

    private static boolean isWritten(final BalsaClient client, final int number) {
        try {
            client.command(command(number));
            return true;
        } catch (final ClientException e) {
            return false;
        }
    }

    private static byte[] command(final int number) {
        return ByteBuffer.allocate(COMMAND_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(number)
                .array();
    }

    private static long count(final byte[] response) {
        return ByteBuffer.wrap(response).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }
}
