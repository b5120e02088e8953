package io.balsa.bench.failover;

import io.balsa.bench.load.KvCommands;
import io.balsa.kv.KvClient;
import io.balsa.kv.KvEntry;
import io.balsa.kv.KvPage;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/**
 * What the store holds of a load of unique appends.
 *
 * @param lost acknowledged commands whose key is missing
 * @param repeated keys whose value is not exactly one command's
 */
record StoreCheck(long lost, long repeated) {
    /** Reads all keys with the load's prefix, linearizably, and compares. */
    static StoreCheck of(final KvClient client, final String prefix, final int valueLength, final BitSet acknowledged) {
        final byte[] prefixBytes = prefix.getBytes(StandardCharsets.US_ASCII);
        final BitSet present = new BitSet();
        long repeated = 0;
        byte[] after = null;
        do {
            final KvPage page = client.scan(prefixBytes, after, 0, false);
            for (final KvEntry entry : page.entries()) {
                final String key = entry.keyText();
                present.set(Integer.parseInt(key.substring(key.length() - KvCommands.KEY_DIGITS)));
                repeated += entry.value().length == valueLength ? 0 : 1;
            }
            after = page.next();
        } while (after != null);
        final BitSet lost = (BitSet) acknowledged.clone();
        lost.andNot(present);
        return new StoreCheck(lost.cardinality(), repeated);
    }
}
