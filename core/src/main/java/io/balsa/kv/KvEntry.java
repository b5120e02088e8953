package io.balsa.kv;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A key, its value, and the version of both.
 *
 * <p>Ownership: the arrays are the receiver's.
 *
 * @param value empty where keys alone were asked for
 * @param version log index of the last change
 */
public record KvEntry(byte[] key, byte[] value, long version) {
    /** Returns the key as text, read as UTF-8. */
    public String keyText() {
        return new String(key, UTF_8);
    }

    /** Returns the value as text, read as UTF-8. */
    public String valueText() {
        return new String(value, UTF_8);
    }
}
