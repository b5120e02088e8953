package io.balsa.counters;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.function.LongSupplier;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No way to copy a block of memory goes by uncounted. */
class CopyCountingLoaderTest {
    private static final int LENGTH = 40;

    /** Copies once and returns what the meter of its own loader then says; public for that loader. */
    public static final class Copier implements LongSupplier {
        private final byte[] array = new byte[LENGTH];
        private final ByteBuffer direct = ByteBuffer.allocateDirect(LENGTH);
        private final ByteBuffer heap = ByteBuffer.allocate(LENGTH);
        private final UnsafeBuffer agrona = new UnsafeBuffer(ByteBuffer.allocateDirect(LENGTH));
        private final Way way;

        /** Copies in the way of this name. */
        public Copier(final String way) {
            this.way = Way.valueOf(way);
        }

        @Override
        public long getAsLong() {
            Meter.start();
            copy();
            Meter.stop();
            return Meter.copies() == 1 ? Meter.copiedBytes() : -Meter.copies();
        }

        private void copy() {
            switch (way) {
                case ARRAYCOPY -> System.arraycopy(array, 0, new byte[LENGTH], 0, LENGTH);
                case PUT_ARRAY -> direct.put(array);
                case PUT_PART_OF_ARRAY -> direct.put(array, 0, LENGTH);
                case PUT_AT -> direct.put(0, array, 0, LENGTH);
                case PUT_BUFFER -> direct.put(heap);
                case PUT_BUFFER_AT -> direct.put(0, heap, 0, LENGTH);
                case GET_ARRAY -> direct.get(array);
                case GET_AT -> direct.get(0, array);
                case AGRONA_PUT_ARRAY -> agrona.putBytes(0, array);
                case AGRONA_PUT_BUFFER -> agrona.putBytes(0, heap, 0, LENGTH);
                case AGRONA_PUT_AGRONA -> agrona.putBytes(0, new UnsafeBuffer(heap), 0, LENGTH);
                case AGRONA_GET -> agrona.getBytes(0, array);
            }
        }
    }

    /** How memory can be copied. */
    enum Way {
        ARRAYCOPY,
        PUT_ARRAY,
        PUT_PART_OF_ARRAY,
        PUT_AT,
        PUT_BUFFER,
        PUT_BUFFER_AT,
        GET_ARRAY,
        GET_AT,
        AGRONA_PUT_ARRAY,
        AGRONA_PUT_BUFFER,
        AGRONA_PUT_AGRONA,
        AGRONA_GET
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void shouldCountEachByteOnceWhenMemoryIsCopied(final Way way) throws ReflectiveOperationException {
        final Class<?> copier = new CopyCountingLoader(getClass().getClassLoader()).loadClass(Copier.class.getName());

        final LongSupplier copies =
                (LongSupplier) copier.getConstructor(String.class).newInstance(way.name());

        assertThat(copies.getAsLong()).isEqualTo(LENGTH);
    }
}
