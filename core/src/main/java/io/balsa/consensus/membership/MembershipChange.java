package io.balsa.consensus.membership;

/**
 * A wanted change of the {@link Membership}: operations on nodes, in order, and how to get from the old to the new.
 *
 * <p>A change without operations and with {@link Transition#AUTO} leaves a joint membership.
 *
 * <p>Threading: immutable; its builder belongs to one thread.
 */
public final class MembershipChange {
    /** What is done with one node. */
    public enum Operation {
        /** The node becomes a voter. */
        ADD_VOTER,
        /** The node becomes a voter that stores no payload; a new node, or a learner. */
        ADD_WITNESS,
        /** The node becomes a learner; a voter loses its vote, when joint only as the joint membership is left. */
        ADD_LEARNER,
        /** The node is no member any more. */
        REMOVE,
        /** Something about the node that concerns the application changed; the membership stays as it is. */
        UPDATE
    }

    /** By which of the two ways the change is made. */
    public enum Transition {
        /** Simple if there is one operation at most; else joint, left by the leader itself. */
        AUTO,
        /** Joint, left by the leader itself. */
        IMPLICIT,
        /** Joint, left when somebody proposes it. */
        EXPLICIT
    }

    private static final MembershipChange LEAVE_JOINT = builder().build();

    private final Operation[] operations;
    private final int[] nodeIds;
    private final Transition transition;

    private MembershipChange(final Operation[] operations, final int[] nodeIds, final Transition transition) {
        this.operations = operations;
        this.nodeIds = nodeIds;
        this.transition = transition;
    }

    /** Returns a builder without operations and with {@link Transition#AUTO}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the change that leaves a joint membership. */
    public static MembershipChange leaveJoint() {
        return LEAVE_JOINT;
    }

    /** Returns a change of one operation, made the simple way. */
    public static MembershipChange of(final Operation operation, final int nodeId) {
        return builder().add(operation, nodeId).build();
    }

    /** Returns the number of operations. */
    public int operationCount() {
        return operations.length;
    }

    /**
     * Returns an operation.
     *
     * @param i 0 inclusive to {@link #operationCount()} exclusive
     */
    public Operation operation(final int i) {
        return operations[i];
    }

    /**
     * Returns the node that an operation concerns; 0 is nobody, and the operation does nothing.
     *
     * @param i 0 inclusive to {@link #operationCount()} exclusive
     */
    public int nodeId(final int i) {
        return nodeIds[i];
    }

    /** Returns the way that was asked for. */
    public Transition transition() {
        return transition;
    }

    /** Tells whether this change leaves a joint membership. */
    public boolean leavesJoint() {
        return operations.length == 0 && transition == Transition.AUTO;
    }

    /** Tells whether this change goes through a joint membership. */
    public boolean entersJoint() {
        return operations.length > 1 || transition != Transition.AUTO;
    }

    /** Tells whether the leader leaves the joint membership by itself, if this change enters one. */
    public boolean autoLeave() {
        return transition != Transition.EXPLICIT;
    }

    @Override
    public boolean equals(final Object other) {
        if (!(other instanceof MembershipChange that)
                || transition != that.transition
                || operations.length != that.operations.length) {
            return false;
        }
        for (int i = 0; i < operations.length; i++) {
            if (operations[i] != that.operations[i] || nodeIds[i] != that.nodeIds[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = transition.ordinal();
        for (int i = 0; i < operations.length; i++) {
            hash = 31 * (31 * hash + operations[i].ordinal()) + nodeIds[i];
        }
        return hash;
    }

    /** Returns, say, {@code ADD_VOTER(4) REMOVE(1) EXPLICIT}. */
    @Override
    public String toString() {
        final StringBuilder out = new StringBuilder();
        for (int i = 0; i < operations.length; i++) {
            out.append(operations[i]).append('(').append(nodeIds[i]).append(") ");
        }
        return out.append(transition).toString();
    }

    /** Collects the operations of a change. */
    public static final class Builder {
        private Operation[] operations = {};
        private int[] nodeIds = {};
        private Transition transition = Transition.AUTO;

        private Builder() {}

        /** Adds {@link Operation#ADD_VOTER}. */
        public Builder addVoter(final int nodeId) {
            return add(Operation.ADD_VOTER, nodeId);
        }

        /** Adds {@link Operation#ADD_WITNESS}. */
        public Builder addWitness(final int nodeId) {
            return add(Operation.ADD_WITNESS, nodeId);
        }

        /** Adds {@link Operation#ADD_LEARNER}. */
        public Builder addLearner(final int nodeId) {
            return add(Operation.ADD_LEARNER, nodeId);
        }

        /** Adds {@link Operation#REMOVE}. */
        public Builder remove(final int nodeId) {
            return add(Operation.REMOVE, nodeId);
        }

        /** Adds {@link Operation#UPDATE}. */
        public Builder update(final int nodeId) {
            return add(Operation.UPDATE, nodeId);
        }

        /**
         * Adds an operation after those added so far.
         *
         * @param nodeId at least 0; 0 is nobody
         */
        public Builder add(final Operation operation, final int nodeId) {
            if (nodeId < 0) {
                throw new IllegalArgumentException("node id out of range: nodeId=" + nodeId + ", min=0");
            }
            final int count = operations.length;
            final Operation[] moreOperations = new Operation[count + 1];
            final int[] moreNodeIds = new int[count + 1];
            System.arraycopy(operations, 0, moreOperations, 0, count);
            System.arraycopy(nodeIds, 0, moreNodeIds, 0, count);
            moreOperations[count] = operation;
            moreNodeIds[count] = nodeId;
            operations = moreOperations;
            nodeIds = moreNodeIds;
            return this;
        }

        /** Sets by which way the change is made. */
        public Builder transition(final Transition way) {
            transition = way;
            return this;
        }

        /** Returns the change; the builder can be used on. */
        public MembershipChange build() {
            return new MembershipChange(operations, nodeIds, transition);
        }
    }
}
