/**
 * An ordered map from byte strings to versioned byte strings that lives outside the Java heap.
 *
 * <p>A B+tree of slotted pages ({@link io.balsa.kv.store.PageLayout}): whole keys and small values lie inside the leaves,
 * larger values in chains of pages of their own ({@link io.balsa.kv.store.ValueChain}). Each slot repeats eight bytes of its
 * key, taken after the bytes that all keys of the page share, so that a binary search rarely leaves the slots.
 *
 * <p>Pages refer to each other by number and to nothing else: a page may be copied, moved or written to a file as it is. A
 * page that falls below half is merged with a neighbour when both fit into three quarters of one; freed pages are used again
 * before new memory is taken. So memory stays bounded by the largest live set, whatever the order of puts and deletes.
 *
 * <pre>
 *   BPlusTree         the map: seek, put, append, remove
 *     TreePath        the way from the root to an entry
 *     TreeBalance     splits and merges of pages
 *     SlottedPage     search, insert, remove within one page
 *     ValueChain      values too large for a leaf
 *     PageArena       memory in chunks, pages by number, free list
 *     FrozenPages     the pages of one moment, which the arena copies before they are changed
 *   FrozenTree        the contents of one moment, for another thread
 *   TreeCursor        entries in order
 *   StoreHash         one number for the whole contents
 * </pre>
 *
 * <p>Threading: one thread; beside it, one other reads the contents of a moment ({@link io.balsa.kv.store.FrozenTree}), for which
 * pages are copied before they are changed. Without one that costs a comparison per page written. Nothing here allocates on the heap once the memory for the live set is there.
 */
@NullMarked
package io.balsa.kv.store;

import org.jspecify.annotations.NullMarked;
