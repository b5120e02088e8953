package io.balsa.kv;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a scan returned.
 *
 * @param entries in key order
 * @param next where to go on: the key to scan after; null when this was all
 */
public record KvPage(List<KvEntry> entries, byte @Nullable [] next) {}
