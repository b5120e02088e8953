package io.balsa.consensus.membership;

import io.balsa.consensus.membership.MembershipRefusedException.Reason;

/**
 * Makes a {@link Membership} from the one before and a {@link MembershipChange} (Raft paper, section 6; dissertation, 4.3).
 *
 * <p>Operations are idempotent: to add a member that is there, or to remove one that is not, changes nothing.
 *
 * <p>A witness stays one until it is removed, and no voter becomes one. When it took effect on the leader and not yet on the node, the
 * node would store entries without their payload, believe that it stores them whole, and campaign with them. A node that was
 * removed as one kind comes back as the other only with an empty log, best under a new id.
 *
 * <p>Threading: stateless.
 */
public final class MembershipChanger {
    private MembershipChanger() {}

    /**
     * Makes a change by the way that it asks for.
     *
     * @throws MembershipRefusedException when it cannot be made
     */
    public static Membership apply(final Membership current, final MembershipChange change) {
        if (change.leavesJoint()) {
            return leaveJoint(current);
        }
        return change.entersJoint() ? enterJoint(current, change, change.autoLeave()) : simple(current, change);
    }

    /**
     * Makes a change in one step; it may add or remove one voter at most.
     *
     * @throws MembershipRefusedException when the membership is joint, when no voter would be left, when more than one voter
     *     differs
     */
    public static Membership simple(final Membership current, final MembershipChange change) {
        refuseIf(current.isJoint(), Reason.SIMPLE_WHILE_JOINT, current, change);
        final Draft draft = new Draft(current, NodeIds.NONE);
        draft.apply(change);
        refuseIf(draft.voters.length == 0, Reason.REMOVED_ALL_VOTERS, current, change);
        final int changedVoters = NodeIds.differenceCount(current.voterSet(), draft.voters);
        refuseIf(changedVoters > 1, Reason.MORE_THAN_ONE_VOTER, current, change);
        return draft.build(false, current, change);
    }

    /**
     * Makes any number of changes and keeps the voters from before as the outgoing half.
     *
     * @param autoLeave whether the leader leaves the joint membership by itself
     * @throws MembershipRefusedException when the membership is joint or has no voters, when no voter would be left
     */
    public static Membership enterJoint(
            final Membership current, final MembershipChange change, final boolean autoLeave) {
        refuseIf(current.isJoint(), Reason.ALREADY_JOINT, current, change);
        refuseIf(current.voterSet().length == 0, Reason.ZERO_VOTERS, current, change);
        final Draft draft = new Draft(current, current.voterSet());
        draft.apply(change);
        refuseIf(draft.voters.length == 0, Reason.REMOVED_ALL_VOTERS, current, change);
        return draft.build(autoLeave, current, change);
    }

    /**
     * Ends a joint membership: the outgoing half goes, and who waited to be a learner is one.
     *
     * @throws MembershipRefusedException when the membership is not joint
     */
    public static Membership leaveJoint(final Membership current) {
        refuseIf(!current.isJoint(), Reason.NOT_JOINT, current, MembershipChange.leaveJoint());
        final int[] learners = NodeIds.union(current.learnerSet(), current.learnerNextSet());
        final int[] witnesses = NodeIds.shared(current.witnessSet(), current.voterSet());
        return new Membership(current.voterSet(), NodeIds.NONE, learners, NodeIds.NONE, witnesses, false);
    }

    private static void refuseIf(
            final boolean holds, final Reason reason, final Membership current, final MembershipChange change) {
        if (holds) {
            throw new MembershipRefusedException(reason, current, change);
        }
    }

    /** The sets while a change is being made. */
    private static final class Draft {
        private int[] voters;
        private final int[] outgoing;
        private int[] learners;
        private int[] learnersNext = NodeIds.NONE;
        private int[] witnesses;

        Draft(final Membership current, final int[] outgoing) {
            this.outgoing = outgoing;
            voters = current.voterSet();
            learners = current.learnerSet();
            witnesses = current.witnessSet();
        }

        void apply(final MembershipChange change) {
            for (int i = 0; i < change.operationCount(); i++) {
                final int nodeId = change.nodeId(i);
                if (nodeId == 0) {
                    continue;
                }
                switch (change.operation(i)) {
                    case ADD_VOTER -> {
                        remove(nodeId);
                        voters = NodeIds.with(voters, nodeId);
                    }
                    case ADD_WITNESS -> {
                        remove(nodeId);
                        voters = NodeIds.with(voters, nodeId);
                        witnesses = NodeIds.with(witnesses, nodeId);
                    }
                    case ADD_LEARNER -> {
                        remove(nodeId);
                        addLearner(nodeId);
                    }
                    case REMOVE -> remove(nodeId);
                    case UPDATE -> {}
                }
            }
        }

        /** A node that still votes in the outgoing half must not be a learner before that half is gone. */
        private void addLearner(final int nodeId) {
            if (NodeIds.contains(outgoing, nodeId)) {
                learnersNext = NodeIds.with(learnersNext, nodeId);
            } else {
                learners = NodeIds.with(learners, nodeId);
            }
        }

        private void remove(final int nodeId) {
            voters = NodeIds.without(voters, nodeId);
            learners = NodeIds.without(learners, nodeId);
            learnersNext = NodeIds.without(learnersNext, nodeId);
            witnesses = NodeIds.without(witnesses, nodeId);
        }

        Membership build(final boolean autoLeave, final Membership current, final MembershipChange change) {
            final int members = NodeIds.union(NodeIds.union(voters, outgoing), learners).length;
            refuseIf(members > Membership.MAX_MEMBERS, Reason.TOO_MANY_MEMBERS, current, change);
            refuseIf(changesKind(current), Reason.WITNESS, current, change);
            refuseIf(!Membership.storesPayload(voters, witnesses), Reason.TOO_MANY_WITNESSES, current, change);
            final int[] outgoingWitnesses = NodeIds.shared(current.witnessSet(), outgoing);
            return new Membership(
                    voters, outgoing, learners, learnersNext, NodeIds.union(witnesses, outgoingWitnesses), autoLeave);
        }

        /** Tells whether a witness would be another kind of member, or a voter a witness. */
        private boolean changesKind(final Membership current) {
            for (final int id : current.witnessSet()) {
                final boolean stays = NodeIds.contains(voters, id)
                        || NodeIds.contains(learners, id)
                        || NodeIds.contains(learnersNext, id);
                if (stays && !NodeIds.contains(witnesses, id)) {
                    return true;
                }
            }
            for (final int id : witnesses) {
                if (current.isVoter(id) && !current.isWitness(id)) {
                    return true;
                }
            }
            return false;
        }
    }
}
