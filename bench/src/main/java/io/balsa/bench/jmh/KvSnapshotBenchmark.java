package io.balsa.bench.jmh;

import io.balsa.consensus.membership.Membership;
import io.balsa.disk.FileDisk;
import io.balsa.disk.StorageIdentity;
import io.balsa.kv.KvStateMachine;
import io.balsa.snapshot.SnapshotConfig;
import io.balsa.snapshot.SnapshotFile;
import io.balsa.snapshot.SnapshotReader;
import io.balsa.snapshot.SnapshotSink;
import io.balsa.snapshot.SnapshotStore;
import io.balsa.snapshot.SnapshotWriter;
import io.balsa.statemachine.StateSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What snapshots of a key-value store of 64 MiB cost, in MiB per second: walking the frozen tree, writing it to the disk with
 * checksums and the final force, and loading it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class KvSnapshotBenchmark {
    private static final int MEBIBYTES = 64;
    /** Key, value, and what a snapshot says of each. */
    private static final int ENTRY_LENGTH = Long.BYTES + KvPuts.VALUE_LENGTH + 16;

    private static final int ENTRIES = (MEBIBYTES << 20) / ENTRY_LENGTH;
    private static final SnapshotSink NOWHERE = (buffer, offset, length) -> {};

    private final KvStateMachine machine = new KvStateMachine();
    private final KvStateMachine loaded = new KvStateMachine();
    private Path path;
    private SnapshotStore store;
    private SnapshotReader reader;
    private long index;

    /** Fills the store and writes one snapshot, in a temporary directory. */
    @Setup
    public void open() throws IOException {
        path = Files.createTempDirectory("balsa-snapshot-");
        store = SnapshotStore.open(
                new FileDisk(),
                path,
                new StorageIdentity(1, 1, 1),
                SnapshotConfig.defaults(),
                SnapshotStore.Damaged.REFUSE);
        final KvPuts puts = new KvPuts();
        for (int i = 0; i < ENTRIES; i++) {
            puts.apply(machine, i);
        }
        reader = store.newReader(writeToDisk());
    }

    /** Removes it all. */
    @TearDown
    public void close() throws IOException {
        reader.close();
        machine.close();
        loaded.close();
        final List<Path> files;
        try (Stream<Path> tree = Files.walk(path)) {
            files = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (final Path file : files) {
            Files.delete(file);
        }
    }

    /** The walk alone. */
    @Benchmark
    @OperationsPerInvocation(MEBIBYTES)
    public void walk() throws IOException {
        write(NOWHERE);
    }

    /** All of it: chunks, checksums, forces, rename, sync of the directory. */
    @Benchmark
    @OperationsPerInvocation(MEBIBYTES)
    public SnapshotFile writeToDisk() throws IOException {
        index++;
        try (SnapshotWriter writer = store.newWriter(store.nextHead(index, 1, Membership.ofVoters(1)))) {
            write(writer);
            return writer.publish();
        }
    }

    /** Reads, checks, and builds the tree. */
    @Benchmark
    @OperationsPerInvocation(MEBIBYTES)
    public long load() {
        reader.rewind();
        loaded.loadSnapshot(reader);
        return loaded.size();
    }

    private void write(final SnapshotSink sink) throws IOException {
        try (StateSnapshot snapshot = machine.beginSnapshot()) {
            boolean more = true;
            while (more) {
                more = snapshot.write(sink);
            }
        }
    }
}
