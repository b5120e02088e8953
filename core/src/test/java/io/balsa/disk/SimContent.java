package io.balsa.disk;

import io.balsa.disk.SimDisk.Survival;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The bytes of one file of a {@link SimDisk}: as whoever reads sees them, and as far as they were forced. */
final class SimContent {
    /** Bytes that reach the device whole or not at all. */
    private static final int SECTOR = 512;

    private ByteBuffer content = ByteBuffer.allocateDirect(0);
    private int length;
    private boolean mapped;
    private byte[] durable = new byte[0];
    private final List<Write> unforced = new ArrayList<>();

    private record Write(int position, byte[] bytes) {
        int end() {
            return position + bytes.length;
        }
    }

    static SimContent durableOf(final byte[] bytes) {
        final SimContent made = new SimContent();
        made.put(0, bytes);
        made.durable = made.bytes();
        return made;
    }

    int length() {
        return length;
    }

    byte[] bytes() {
        final byte[] copy = new byte[length];
        content.get(0, copy);
        return copy;
    }

    void read(final int position, final ByteBuffer destination) {
        destination.put(content.slice(position, destination.remaining()));
    }

    void write(final int position, final byte[] bytes) {
        put(position, bytes);
        unforced.add(new Write(position, bytes));
    }

    /** Changes bytes behind everybody's back: they are on the device at once. */
    void damage(final int position, final byte[] bytes) {
        put(position, bytes);
        durable = bytes();
    }

    private void put(final int position, final byte[] bytes) {
        final int end = position + bytes.length;
        if (end > content.capacity()) {
            if (mapped) {
                throw new IllegalStateException("a mapped file of the simulated disk does not grow");
            }
            final ByteBuffer larger = ByteBuffer.allocateDirect(Math.max(end, 2 * content.capacity()));
            larger.put(0, content, 0, length);
            content = larger;
        }
        content.put(position, bytes);
        length = Math.max(length, end);
    }

    void force() {
        if (durable.length < length) {
            durable = Arrays.copyOf(durable, length);
        }
        for (final Write write : unforced) {
            System.arraycopy(write.bytes(), 0, durable, write.position(), write.bytes().length);
        }
        unforced.clear();
    }

    ByteBuffer map(final int mappedLength) {
        mapped = true;
        return content.slice(0, mappedLength).asReadOnlyBuffer();
    }

    /** The memory goes with the last reference to it. */
    void unmap() {
        mapped = false;
    }

    /** Returns what a power cut leaves. */
    byte[] surviving(final Survival survival, final Random random) {
        return switch (survival) {
            case FORCED_ONLY -> durable;
            case ALL -> bytes();
            case SOME_FIRST -> someFirst(random);
            case ANY -> anySectors(random);
        };
    }

    private byte[] someFirst(final Random random) {
        final SimContent copy = durableOf(durable);
        if (!unforced.isEmpty()) {
            final int last = random.nextInt(unforced.size() + 1);
            for (int i = 0; i < last; i++) {
                copy.put(unforced.get(i).position(), unforced.get(i).bytes());
            }
            if (last < unforced.size()) {
                final Write torn = unforced.get(last);
                final int end = torn.position() + random.nextInt(torn.bytes().length + 1);
                final int sectorEnd = Math.max(torn.position(), end / SECTOR * SECTOR);
                copy.put(torn.position(), Arrays.copyOf(torn.bytes(), sectorEnd - torn.position()));
            }
        }
        return copy.bytes();
    }

    /** Each sector is as some write left it, or as it was forced, whatever the sectors beside it are. */
    private byte[] anySectors(final Random random) {
        final byte[] image = Arrays.copyOf(durable, length);
        for (int from = 0; from < length; from += SECTOR) {
            final int to = Math.min(length, from + SECTOR);
            final List<Write> touching = new ArrayList<>();
            for (final Write write : unforced) {
                if (write.position() < to && write.end() > from) {
                    touching.add(write);
                }
            }
            final int kept = random.nextInt(touching.size() + 1);
            for (final Write write : touching.subList(0, kept)) {
                final int begin = Math.max(from, write.position());
                final int end = Math.min(to, write.end());
                System.arraycopy(write.bytes(), begin - write.position(), image, begin, end - begin);
            }
        }
        return image;
    }
}
