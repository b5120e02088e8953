package io.balsa.node;

import io.balsa.codec.MembershipCodec;
import io.balsa.consensus.Raft;
import io.balsa.consensus.membership.Membership;
import io.balsa.consensus.membership.MembershipChange;
import io.balsa.consensus.membership.MembershipChanger;
import io.balsa.consensus.membership.MembershipRefusedException;
import io.balsa.statemachine.MembershipHandler;
import org.agrona.DirectBuffer;

/**
 * Lets membership entries take effect when their turn comes in the log, which is the same on every node.
 *
 * <p>A change was checked before it was proposed, and nothing was applied in between. One that cannot be made all the same, such as one
 * of a leader that was deposed meanwhile, changes nothing, on any node.
 *
 * <p>Threading: the consensus duty cycle, which applies.
 */
final class MembershipApplier implements MembershipHandler {
    private final int nodeId;
    private final Raft raft;
    private final NodeRecovery recovery;
    private final Administration administration;
    private final MembershipCodec codec = new MembershipCodec();

    MembershipApplier(
            final int nodeId, final Raft raft, final NodeRecovery recovery, final Administration administration) {
        this.nodeId = nodeId;
        this.raft = raft;
        this.recovery = recovery;
        this.administration = administration;
    }

    @Override
    public void onMembershipEntry(final long index, final DirectBuffer buffer, final int offset, final int length) {
        final MembershipChange change =
                length == 0 ? MembershipChange.leaveJoint() : codec.decode(buffer, offset, length);
        Membership next;
        try {
            next = MembershipChanger.apply(raft.membership(), change);
        } catch (final MembershipRefusedException e) {
            next = raft.membership();
        }
        recovery.noteMembership(index);
        raft.applyMembership(index, next);
        administration.onMembership(index, next);
        NodeEvents.membershipChanged(nodeId, index, next);
    }
}
