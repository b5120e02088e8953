package io.balsa.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides which node to try next: the one that others name as the leader, else the members in turn.
 *
 * <p>Members that were just found dead are often still named as leader by the others; such a hint is not followed. Nodes that name
 * each other are not followed round and round.
 *
 * <p>Threading: one owner.
 */
final class LeaderSearch {
    private static final long AVOID_NS = 100_000_000L;
    private static final long FIRST_PAUSE_NS = 10_000_000L;
    private static final long MAX_PAUSE_NS = 50_000_000L;

    private final List<MemberAddress> members;
    private int nextMember;
    private @Nullable MemberAddress hint;
    private int hintsFollowed;
    private @Nullable MemberAddress failed;
    private long failedNs;
    private int attempts;
    private long pauseNs = FIRST_PAUSE_NS;

    LeaderSearch(final List<MemberAddress> members) {
        this.members = members;
    }

    /**
     * Notes who is said to lead.
     *
     * @return whether to go there at once; else stay and hear, or try another member
     */
    boolean onHint(final MemberAddress address, final long nowNs) {
        final boolean dead = address.equals(failed) && nowNs - failedNs < AVOID_NS;
        if (dead || hintsFollowed >= members.size()) {
            return false;
        }
        hintsFollowed++;
        hint = address;
        return true;
    }

    /** A node could not be reached, or fell silent. */
    void onFailed(final MemberAddress address, final long nowNs) {
        failed = address;
        failedNs = nowNs;
    }

    /** A node was heard out and knows no leader that can be reached. */
    void onFruitless() {
        hintsFollowed = 0;
    }

    /** The leader is found and answers. */
    void onFound() {
        hintsFollowed = 0;
        attempts = 0;
        pauseNs = FIRST_PAUSE_NS;
        failed = null;
    }

    /** Returns how long to wait before the next attempt: nothing until each member was tried, then a little more each time. */
    long pauseNs() {
        if (hint != null || attempts < members.size()) {
            return 0;
        }
        attempts = 0;
        hintsFollowed = 0;
        final long pause = pauseNs;
        pauseNs = Math.min(2 * pauseNs, MAX_PAUSE_NS);
        return pause;
    }

    /** Returns the node to try. */
    MemberAddress next() {
        final MemberAddress hinted = hint;
        if (hinted != null) {
            hint = null;
            return hinted;
        }
        attempts++;
        final MemberAddress member = members.get(nextMember);
        nextMember = nextMember + 1 < members.size() ? nextMember + 1 : 0;
        return member;
    }
}
