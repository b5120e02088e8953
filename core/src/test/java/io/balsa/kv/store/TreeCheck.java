package io.balsa.kv.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** Walks every page of a tree and asserts what must hold of it. */
final class TreeCheck {
    private final BPlusTree tree;
    private final UnsafeBuffer key = new UnsafeBuffer(new byte[BPlusTree.MAX_KEY_LENGTH]);
    private int treePages;
    private int chainPages;
    private long entries;

    private TreeCheck(final BPlusTree tree) {
        this.tree = tree;
    }

    /** Asserts order, heads, separators, levels, space accounts, and that no page is lost or used twice. */
    static void check(final BPlusTree tree) {
        final TreeCheck check = new TreeCheck(tree);
        check.page(tree.balance().root().pageId(), tree.balance().root().height() - 1, null, 0, null, 0);
        assertThat(check.entries).as("entries").isEqualTo(tree.size());
        assertThat(check.treePages).as("tree pages").isEqualTo(tree.pages().usedPages());
        assertThat(check.chainPages)
                .as("chain pages")
                .isEqualTo(tree.valuePages().usedPages());
    }

    private void page(
            final int id,
            final int level,
            final @Nullable UnsafeBuffer lowerPage,
            final int lowerSlot,
            final @Nullable UnsafeBuffer upperPage,
            final int upperSlot) {
        treePages++;
        final UnsafeBuffer page = tree.pages().page(id);
        final int count = PageLayout.count(page);
        assertThat(PageLayout.level(page)).isEqualTo(level);
        space(page, count);
        for (int slot = 0; slot < count; slot++) {
            head(page, slot);
            assertThat(slot == 0 || compare(page, slot - 1, page, slot) < 0).isTrue();
            assertThat(lowerPage == null || compare(lowerPage, lowerSlot, page, slot) <= 0)
                    .isTrue();
            assertThat(upperPage == null || compare(page, slot, upperPage, upperSlot) < 0)
                    .isTrue();
            if (level == 0) {
                leafEntry(page, slot);
            }
        }
        if (level > 0) {
            for (int position = 0; position <= count; position++) {
                page(
                        PageLayout.child(page, position),
                        level - 1,
                        position == 0 ? lowerPage : page,
                        position == 0 ? lowerSlot : position - 1,
                        position == count ? upperPage : page,
                        position == count ? upperSlot : position);
            }
        }
    }

    private static void space(final UnsafeBuffer page, final int count) {
        int cellBytes = 0;
        for (int slot = 0; slot < count; slot++) {
            cellBytes += PageLayout.cellLength(page, slot);
            assertThat(PageLayout.keyOffset(page, slot)).isGreaterThanOrEqualTo(PageLayout.heap(page));
        }
        assertThat(PageLayout.heap(page)).isGreaterThanOrEqualTo(PageLayout.slotOffset(count));
        assertThat(PageLayout.PAGE_LENGTH - PageLayout.heap(page) - PageLayout.garbage(page))
                .isEqualTo(cellBytes);
    }

    private void head(final UnsafeBuffer page, final int slot) {
        final int prefix = PageLayout.prefixLength(page);
        final int offset = PageLayout.keyOffset(page, slot);
        final int length = PageLayout.keyLength(page, slot);
        assertThat(length).isGreaterThanOrEqualTo(prefix);
        assertThat(KeyOrder.mismatch(page, PageLayout.keyOffset(page, 0), page, offset, prefix))
                .isEqualTo(prefix);
        assertThat(PageLayout.head(page, slot)).isEqualTo(KeyOrder.head(page, offset + prefix, length - prefix));
        key.putBytes(0, page, offset, length);
        assertThat(SlottedPage.search(page, key, 0, length)).isEqualTo(slot);
    }

    private void leafEntry(final UnsafeBuffer page, final int slot) {
        entries++;
        final int payload = PageLayout.payloadOffset(page, slot);
        final int length = LeafEntry.valueLength(page, payload);
        final int keyLength = PageLayout.keyLength(page, slot);
        final boolean inline = LeafEntry.isInline(keyLength, length);
        assertThat(LeafEntry.chain(page, payload) == PageArena.NO_PAGE).isEqualTo(inline);
        assertThat(PageLayout.payloadLength(page, slot)).isEqualTo(LeafEntry.HEADER_LENGTH + (inline ? length : 0));
        if (!inline) {
            chainPages += Math.max(1, (length + ValueChain.DATA_LENGTH - 1) / ValueChain.DATA_LENGTH);
        }
    }

    private static int compare(
            final UnsafeBuffer left, final int leftSlot, final UnsafeBuffer right, final int rightSlot) {
        return KeyOrder.compare(
                left,
                PageLayout.keyOffset(left, leftSlot),
                PageLayout.keyLength(left, leftSlot),
                right,
                PageLayout.keyOffset(right, rightSlot),
                PageLayout.keyLength(right, rightSlot));
    }
}
