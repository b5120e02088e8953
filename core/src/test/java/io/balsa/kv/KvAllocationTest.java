package io.balsa.kv;

import static org.assertj.core.api.Assertions.assertThat;

import io.balsa.testing.Allocation;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Once the memory for the live set is there, the state machine allocates nothing on the heap. */
class KvAllocationTest {
    private static final int KEYS = 2_000;

    private final UnsafeBuffer request = new UnsafeBuffer(new byte[16 * 1024]);
    private final UnsafeBuffer key = new UnsafeBuffer(new byte[Long.BYTES]);
    private final UnsafeBuffer value = new UnsafeBuffer(new byte[8 * 1024]);

    @ParameterizedTest
    @CsvSource({
        "256", // in the leaf
        "6000", // in a chain
    })
    void shouldAllocateNothingWhenEntriesAreChangedAndRead(final int valueLength) throws Exception {
        try (KvHarness kv = new KvHarness()) {
            final long least = Allocation.leastBytesPerRound(() -> {
                for (int i = 0; i < KEYS; i++) {
                    change(kv, KvRequestLayout.PUT, i, valueLength);
                    read(kv, KvRequestLayout.GET, i, 0);
                    change(kv, KvRequestLayout.APPEND, i, 20);
                    change(kv, KvRequestLayout.COMPARE_VERSION, i, valueLength);
                    read(kv, KvRequestLayout.SCAN, i, 10);
                    change(kv, KvRequestLayout.DELETE, i / 2, 0);
                }
            });
            assertThat(least).isZero();
        }
    }

    private void change(final KvHarness kv, final int operation, final int number, final int valueLength) {
        final int length =
                encode(operation, operation == KvRequestLayout.COMPARE_VERSION ? kv.index() : 0, number, valueLength);
        kv.applyQuietly(request, 0, length);
    }

    private void read(final KvHarness kv, final int operation, final int number, final long argument) {
        kv.query(request, 0, encode(operation, argument, number, 0));
    }

    private int encode(final int operation, final long argument, final int number, final int valueLength) {
        key.putLong(0, number * 0x9E37_79B9_7F4A_7C15L);
        return KvRequestEncoder.encode(request, 0, operation, argument, key, 0, Long.BYTES, value, 0, valueLength);
    }
}
