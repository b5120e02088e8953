package io.balsa.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.balsa.statemachine.StateSnapshot;
import io.balsa.testing.MemorySnapshot;
import io.balsa.testing.Seeds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KvSnapshotTest {
    private static final int MOST_AT_ONCE = 64 * 1024;

    @Test
    void shouldBeTheSameStoreWhenASnapshotOfAnyMomentIsLoaded() {
        Seeds.forEach(KvSnapshotTest.class, 10, seed -> {
            final Random random = new Random(seed);
            try (KvHarness kv = new KvHarness();
                    KvHarness loaded = new KvHarness()) {
                change(kv, random, random.nextInt(3_000));
                final long hash = kv.machine.stateHash();
                final StateSnapshot snapshot = kv.machine.beginSnapshot();
                final MemorySnapshot bytes = new MemorySnapshot();
                while (writeOnce(snapshot, bytes)) {
                    change(kv, random, random.nextInt(100));
                }
                snapshot.close();
                change(loaded, random, 100);

                loaded.machine.loadSnapshot(bytes.source());

                assertThat(loaded.machine.stateHash()).isEqualTo(hash);
                final Random same = new Random(-seed);
                try (KvHarness again = new KvHarness()) {
                    again.machine.loadSnapshot(bytes.source());
                    while (again.index() < loaded.index()) {
                        again.delete("nothing");
                    }
                    assertThat(changes(again, new Random(-seed), 500)).isEqualTo(changes(loaded, same, 500));
                    assertThat(again.machine.stateHash()).isEqualTo(loaded.machine.stateHash());
                }
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4_090, MOST_AT_ONCE - 20, MOST_AT_ONCE, MOST_AT_ONCE + 1, 300_000})
    void shouldKeepTheValueWhenItsLengthIsAtABound(final int length) throws IOException {
        final String value = "v".repeat(length);
        try (KvHarness kv = new KvHarness(400_000);
                KvHarness loaded = new KvHarness(400_000)) {
            kv.put("", value);
            kv.put("key", value);
            kv.put("k".repeat(4096), value);

            loaded.machine.loadSnapshot(MemorySnapshot.sourceOf(snapshotOf(kv)));

            assertThat(loaded.machine.stateHash()).isEqualTo(kv.machine.stateHash());
            assertThat(loaded.get("key")).isEqualTo(kv.get("key")).endsWith("@2 of " + length);
        }
    }

    @Test
    void shouldLoadNothingWhenTheStoreWasEmpty() throws IOException {
        try (KvHarness kv = new KvHarness();
                KvHarness loaded = new KvHarness()) {
            loaded.put("old", "value");
            loaded.machine.loadSnapshot(MemorySnapshot.sourceOf(snapshotOf(kv)));

            assertThat(loaded.machine.size()).isZero();
            assertThat(loaded.scan("", "", 10, false)).isEmpty();
            loaded.put("new", "value");
            assertThat(loaded.get("new")).startsWith("value");
        }
    }

    @Test
    void shouldRefuseBytesWhenTheyAreNoSnapshotOfAStore() throws IOException {
        final byte[] whole;
        try (KvHarness kv = new KvHarness()) {
            kv.put("key", "value");
            kv.put("other", "value");
            whole = snapshotOf(kv);
        }
        refused(changed(whole, 0, 2), "format=2");
        refused(changed(whole, 8, 1), "bytes behind the last entry=26");
        refused(changed(whole, 16, 4097), "keyLength=4097");
        refused(changed(whole, 16, -1), "keyLength=-1");
        refused(changed(whole, 20, KvRequestLayout.MAX_VALUE_LENGTH + 1), "valueLength=16777217");
        refused(changed(whole, 20, -1), "valueLength=-1");
        refused(changed(whole, 24, 0), "version=0");
        final byte[] twice = Arrays.copyOf(whole, 16 + 2 * 24);
        System.arraycopy(twice, 16, twice, 40, 24);
        refused(twice, "entryCount=2");
    }

    private static void refused(final byte[] bytes, final String message) {
        try (KvHarness loaded = new KvHarness()) {
            assertThatThrownBy(() -> loaded.machine.loadSnapshot(MemorySnapshot.sourceOf(bytes)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(message);
        }
    }

    private static byte[] changed(final byte[] bytes, final int offset, final int value) {
        final byte[] changed = bytes.clone();
        new UnsafeBuffer(changed).putInt(offset, value, ByteOrder.LITTLE_ENDIAN);
        return changed;
    }

    private static byte[] snapshotOf(final KvHarness kv) throws IOException {
        final MemorySnapshot bytes = new MemorySnapshot();
        try (StateSnapshot snapshot = kv.machine.beginSnapshot()) {
            boolean more = true;
            while (more) {
                more = writeOnce(snapshot, bytes);
            }
        }
        return bytes.bytes();
    }

    private static boolean writeOnce(final StateSnapshot snapshot, final MemorySnapshot bytes) {
        final int before = bytes.length();
        try {
            final boolean more = snapshot.write(bytes);
            assertThat(bytes.length() - before).isLessThanOrEqualTo(MOST_AT_ONCE);
            return more;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void change(final KvHarness kv, final Random random, final int count) {
        changes(kv, random, count);
    }

    /** Applies random commands and returns all answers. */
    private static String changes(final KvHarness kv, final Random random, final int count) {
        final StringBuilder answers = new StringBuilder();
        for (int i = 0; i < count; i++) {
            final String key = "key-" + random.nextInt(500);
            final String value = "v".repeat(random.nextInt(30) == 0 ? random.nextInt(20_000) : random.nextInt(300));
            answers.append(
                    switch (random.nextInt(5)) {
                        case 0 -> kv.append(key, value);
                        case 1 -> kv.delete(key);
                        case 2 -> kv.compareVersion(key, random.nextInt(100), value);
                        default -> kv.put(key, value);
                    });
            answers.append('\n');
        }
        return answers.toString();
    }
}
