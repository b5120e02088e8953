package io.balsa.snapshot;

import java.util.zip.CRC32C;

/**
 * One checksum over the checksums of parts, in order: parts that are each whole, of two files, do not make one.
 *
 * <p>Threading: one owner.
 */
final class ChecksumChain {
    private final CRC32C crc = new CRC32C();

    void restart() {
        crc.reset();
    }

    void add(final int checksum) {
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            crc.update(checksum >>> shift);
        }
    }

    int value() {
        return (int) crc.getValue();
    }
}
