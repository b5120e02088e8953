package io.balsa.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.client.EgressRing;
import io.balsa.consensus.membership.Membership;
import io.balsa.disk.FileDisk;
import io.balsa.disk.StorageIdentity;
import io.balsa.kv.KvRequestEncoder;
import io.balsa.kv.KvRequestLayout;
import io.balsa.kv.KvStateMachine;
import io.balsa.snapshot.PartRequests;
import io.balsa.snapshot.SnapshotConfig;
import io.balsa.snapshot.SnapshotFile;
import io.balsa.snapshot.SnapshotReader;
import io.balsa.snapshot.SnapshotReceiver;
import io.balsa.snapshot.SnapshotSender;
import io.balsa.snapshot.SnapshotStore;
import io.balsa.testing.Seeds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole way, with a key-value store and a real disk: a replica goes on while a thread of its own writes its snapshot, the file
 * is sent to another node, and the replica there goes on from it as the first did.
 */
class ReplicaSnapshotTest {
    private static final int ENTRIES = 20_000;
    private static final Membership MEMBERSHIP = Membership.ofVoters(1, 2);

    @TempDir
    private Path folder;

    @Test
    void shouldGoOnAsTheFirstWhenAnotherNodeLoadsItsSnapshot() {
        Seeds.forEach(ReplicaSnapshotTest.class, 3, seed -> {
            final TestLog log = randomLog(new Random(seed));
            final long index = 1L + new Random(seed).nextInt(ENTRIES / 2);
            final SnapshotStore here = open(1, seed);
            final ApplyAgent first = replica(log);
            applyUntil(first, index);
            final long hash = first.stateHash();

            final SnapshotFile file = snapshotWhileApplying(here, first);
            applyUntil(first, ENTRIES);
            final SnapshotStore there = open(2, seed);
            send(here, file, there);
            final ApplyAgent second = replica(log);
            try (SnapshotReader reader = there.newReader(Objects.requireNonNull(there.latest()))) {
                second.restore(reader);
            }

            assertThat(second.appliedIndex()).isEqualTo(index);
            assertThat(second.stateHash()).isEqualTo(hash);
            applyUntil(second, ENTRIES);
            assertThat(second.stateHash()).isEqualTo(first.stateHash());
            first.onClose();
            second.onClose();
        });
    }

    /** Applies entry after entry until the other thread has written the snapshot, or none is left. */
    private static SnapshotFile snapshotWhileApplying(final SnapshotStore store, final ApplyAgent apply) {
        final SnapshotAgent agent = new SnapshotAgent(store, () -> {});
        final AtomicBoolean running = new AtomicBoolean(true);
        final Thread thread = new Thread(
                () -> {
                    while (running.get()) {
                        if (agent.doWork() == 0) {
                            Thread.onSpinWait();
                        }
                    }
                    agent.onClose();
                },
                "snapshot");
        thread.start();
        agent.offer(Objects.requireNonNull(
                apply.beginSnapshot(store.nextHead(apply.appliedIndex(), apply.appliedTerm(), MEMBERSHIP))));
        SnapshotResult result = agent.poll();
        while (result == null) {
            applyUntil(apply, Math.min(ENTRIES, apply.appliedIndex() + 1));
            result = agent.poll();
        }
        running.set(false);
        join(thread);
        assertThat(result.error()).isNull();
        return Objects.requireNonNull(result.file());
    }

    private static void join(final Thread thread) {
        try {
            thread.join();
        } catch (final InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void send(final SnapshotStore from, final SnapshotFile file, final SnapshotStore to) {
        try (SnapshotSender sender = new SnapshotSender(from, TimeUnit.MILLISECONDS.toNanos(10));
                SnapshotReceiver receiver = to.newReceiver()) {
            final PartRequests requests = new PartRequests(4, 10);
            receiver.begin(file.id());
            while (to.latest() == null) {
                sender.tick(1);
                if (requests.isDue(receiver.wantedPart())) {
                    sender.onRequest(2, file.id(), requests.fromPart(), requests.count());
                    requests.onAsked();
                }
                sender.send((nodeId, id, number, buffer, offset, length) -> {
                    try {
                        receiver.onPart(id, number, buffer, offset, length);
                        return true;
                    } catch (final IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ApplyAgent replica(final TestLog log) {
        return new ApplyAgent(
                log.cursor(),
                new KvStateMachine(),
                new SessionTable(0),
                TestLog.NO_MEMBERSHIPS,
                new ReadQueue(1024, 32),
                new EgressRing(1 << 20),
                TestLog.GATEWAY_ID,
                1,
                1024);
    }

    private static void applyUntil(final ApplyAgent apply, final long index) {
        apply.onCommit(index);
        while (apply.appliedIndex() < index) {
            apply.doWork();
        }
    }

    private SnapshotStore open(final int nodeId, final long seed) {
        final Path data = folder.resolve(nodeId + "-" + seed);
        try {
            new FileDisk().createDirectories(data);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return SnapshotStore.open(
                new FileDisk(),
                data,
                new StorageIdentity(1, nodeId, seed * nodeId),
                SnapshotConfig.defaults(),
                SnapshotStore.Damaged.REFUSE);
    }

    /** Puts, appends and deletes of keys that come again, in sessions; some commands are there twice. */
    private static TestLog randomLog(final Random random) {
        final TestLog log = new TestLog();
        final long[] sessions = {log.open(64, 8), log.open(64, 8), log.open(64, 8)};
        final long[] sequences = new long[sessions.length];
        while (log.lastIndex() < ENTRIES) {
            final int slot = random.nextInt(sessions.length);
            final long sequence = ++sequences[slot];
            final byte[] command = command(random);
            final int times = random.nextInt(10) == 0 ? 2 : 1;
            for (int i = 0; i < times; i++) {
                log.command(sessions[slot], sequence, Math.max(0, sequence - 10), command);
            }
        }
        return log;
    }

    private static byte[] command(final Random random) {
        final UnsafeBuffer key = new UnsafeBuffer(("key-" + random.nextInt(4_000)).getBytes(StandardCharsets.UTF_8));
        final int kind = random.nextInt(10);
        final int operation =
                kind < 6 ? KvRequestLayout.PUT : kind < 8 ? KvRequestLayout.APPEND : KvRequestLayout.DELETE;
        final boolean large = random.nextInt(30) == 0;
        final int valueLength = operation == KvRequestLayout.DELETE ? 0 : random.nextInt(large ? 20_000 : 300);
        final byte[] value = new byte[valueLength];
        random.nextBytes(value);
        final UnsafeBuffer request = new UnsafeBuffer(new byte[valueLength + 100]);
        final int length = KvRequestEncoder.encode(
                request, 0, operation, 0, key, 0, key.capacity(), new UnsafeBuffer(value), 0, valueLength);
        final byte[] command = new byte[length];
        request.getBytes(0, command);
        return command;
    }
}
