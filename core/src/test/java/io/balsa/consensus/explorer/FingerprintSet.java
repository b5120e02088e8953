package io.balsa.consensus.explorer;

/** A set of 64-bit numbers, in one array. */
final class FingerprintSet {
    private long[] slots = new long[1 << 12];
    private int count;

    /** @return false when it was there */
    boolean add(final long fingerprint) {
        final long value = fingerprint == 0 ? 1 : fingerprint;
        if (2 * count >= slots.length) {
            grow();
        }
        final boolean added = put(value);
        count += added ? 1 : 0;
        return added;
    }

    private boolean put(final long value) {
        int slot = (int) (value >>> 20) & (slots.length - 1);
        while (slots[slot] != 0) {
            if (slots[slot] == value) {
                return false;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = value;
        return true;
    }

    private void grow() {
        final long[] old = slots;
        slots = new long[old.length * 2];
        for (final long value : old) {
            if (value != 0) {
                put(value);
            }
        }
    }
}
