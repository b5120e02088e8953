package io.balsa.node;

import io.balsa.codec.EntryFrame;
import io.balsa.codec.EntryType;
import io.balsa.codec.MembershipCodec;
import io.balsa.consensus.Raft;
import io.balsa.consensus.Refusal;
import io.balsa.consensus.membership.Membership;
import io.balsa.consensus.membership.MembershipChange;
import io.balsa.log.LogStore;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What an operator asks a node for: other members, another leader. Brings it into the core and completes the future that was given.
 *
 * <p>Threading: any thread asks, before the agents have stopped; the consensus duty cycle does the rest.
 */
final class Administration {
    private static final String CHANGE = "membership change";
    private static final String TRANSFER = "leadership transfer";

    /** Asked for, and not begun. */
    private record Request(Runnable begin, Consumer<ChangeException> fail) {}

    /** Leadership on its way to another node. */
    private record Transfer(int targetId, CompletableFuture<Void> done) {}

    private final int nodeId;
    private final Raft raft;
    private final LogStore log;
    private final MembershipCodec codec = new MembershipCodec();
    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
    private final ArrayDeque<Transfer> transfers = new ArrayDeque<>();
    private @Nullable CompletableFuture<Membership> change;
    private long changeIndex;
    private long changeTerm;

    Administration(final int nodeId, final Raft raft, final LogStore log) {
        this.nodeId = nodeId;
        this.raft = raft;
        this.log = log;
    }

    /** Asks for other members; see {@link RaftNode#changeMembership}. */
    CompletableFuture<Membership> changeMembership(final MembershipChange wanted) {
        final CompletableFuture<Membership> done = new CompletableFuture<>();
        requests.add(new Request(() -> begin(wanted, done), done::completeExceptionally));
        return done;
    }

    /** Asks for another leader; see {@link RaftNode#transferLeadership}. */
    CompletableFuture<Void> transferLeadership(final int targetId) {
        final CompletableFuture<Void> done = new CompletableFuture<>();
        requests.add(new Request(() -> begin(targetId, done), done::completeExceptionally));
        return done;
    }

    /** Tells whether there is something to begin. */
    boolean isPending() {
        return !requests.isEmpty();
    }

    /** Begins what was asked for. */
    int doWork() {
        int work = 0;
        for (Request request = requests.poll(); request != null; request = requests.poll()) {
            request.begin().run();
            work++;
        }
        return work;
    }

    private void begin(final MembershipChange wanted, final CompletableFuture<Membership> done) {
        final int length = wanted.leavesJoint() ? 0 : MembershipCodec.encodedLength(wanted);
        final long index = log.canTake(EntryFrame.alignedLength(length))
                ? raft.proposeMembership(wanted, length)
                : Refusal.BACK_PRESSURED;
        if (index < 0) {
            done.completeExceptionally(ChangeException.refused(CHANGE, nodeId, (int) index, raft.leaderId()));
            return;
        }
        final UnsafeBuffer payload = new UnsafeBuffer(new byte[length]);
        if (length > 0) {
            codec.encode(wanted, payload, 0);
        }
        log.append(index, raft.term(), EntryType.MEMBERSHIP, payload, 0, length);
        change = done;
        changeIndex = index;
        changeTerm = raft.term();
    }

    private void begin(final int targetId, final CompletableFuture<Void> done) {
        final int refusal = raft.transferLeadership(targetId);
        if (refusal < 0) {
            done.completeExceptionally(ChangeException.refused(TRANSFER, nodeId, refusal, raft.leaderId()));
        } else {
            transfers.add(new Transfer(targetId, done));
        }
    }

    /** A membership entry was applied. A joint membership that the leader leaves by itself is not yet the end. */
    void onMembership(final long index, final Membership membership) {
        final CompletableFuture<Membership> waiting = change;
        if (waiting != null
                && raft.term() == changeTerm
                && index >= changeIndex
                && !(membership.isJoint() && membership.autoLeave())) {
            change = null;
            waiting.complete(membership);
        }
    }

    /** A transfer has ended. */
    void onTransferEnded(final int targetId, final boolean succeeded) {
        for (Transfer transfer = transfers.poll(); transfer != null; transfer = transfers.poll()) {
            if (succeeded && transfer.targetId() == targetId) {
                transfer.done().complete(null);
            } else {
                transfer.done()
                        .completeExceptionally(ChangeException.unknown(
                                TRANSFER, nodeId, "node " + transfer.targetId() + " did not take over in time"));
            }
        }
    }

    /** The node's role or term is another one: what a former leader had begun is in other hands. */
    void onRoleChange() {
        if (!raft.isLeader() || raft.term() != changeTerm) {
            forsake("leadership was lost");
        }
    }

    /** The node stops: everything that waits is told so. */
    void close() {
        final ChangeException closed = ChangeException.refused("request", nodeId, Refusal.NOT_LEADER, 0);
        for (Request request = requests.poll(); request != null; request = requests.poll()) {
            request.fail().accept(closed);
        }
        forsake("the node stops");
        onTransferEnded(0, false);
    }

    private void forsake(final String why) {
        final CompletableFuture<Membership> waiting = change;
        change = null;
        if (waiting != null) {
            waiting.completeExceptionally(ChangeException.unknown(CHANGE, nodeId, why));
        }
    }
}
