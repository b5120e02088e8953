package io.balsa.consensus.membership;

/**
 * Who takes part in the cluster, and as what (Raft paper, section 6; learners: dissertation, section 4.2.1).
 *
 * <ul>
 *   <li><b>voters</b> elect leaders and commit entries.
 *   <li><b>outgoing voters</b> are there only while the membership is <em>joint</em>: the voters before the change, whose
 *       majority is needed as well.
 *   <li><b>learners</b> receive entries and do not vote.
 *   <li><b>learners next</b> are outgoing voters that become learners when the joint membership is left. Until then they still
 *       vote in the outgoing half, so they cannot be learners yet.
 *   <li><b>witnesses</b> are voters of either half that vote and persist metadata, and store no payload.
 *   <li><b>auto leave</b>: the leader leaves the joint membership by itself, as soon as it may.
 * </ul>
 *
 * <p>Each member has a <em>slot</em>, its position among all members sorted by id. Trackers keep a value per member in an array
 * by slot; the halves of the quorum are bit masks over slots, which is why there are at most {@value #MAX_MEMBERS} members.
 *
 * <p>A witness makes a quorum cheaper: two full copies and a witness survive the loss of any one node. Its vote and its
 * acknowledgement count like any other's, since both rest on index and term alone; so elections and commits are as safe as without
 * it, as long as
 * <ul>
 *   <li>every majority holds a voter that stores payload, or what is committed could be nowhere: in each half at most as many
 *       witnesses as other voters, which is checked here;
 *   <li>no node leads with entries whose payload it lacks: a witness never campaigns, and never becomes a voter that stores
 *       payload, nor one of those a witness (see {@link MembershipChanger}).
 * </ul>
 * What it costs is availability: what only the leader and witnesses hold is there again only when the leader is, and until then
 * the witnesses refuse their votes to those that lack it.
 *
 * <p>Threading: immutable. Ownership: arrays given and returned are copies.
 */
public final class Membership {
    /** Members at most, over all sets: one bit of a {@code long} each. */
    public static final int MAX_MEMBERS = Long.SIZE;

    /** Nobody: a node that has not learned its cluster's membership yet. */
    public static final Membership NONE = ofVoters();

    private final int[] voters;
    private final int[] outgoingVoters;
    private final int[] learners;
    private final int[] learnersNext;
    private final int[] witnesses;
    private final boolean autoLeave;

    private final int[] members;
    private final long incomingMask;
    private final long outgoingMask;
    private final long witnessMask;

    /** Takes sorted sets that nobody else changes. */
    Membership(
            final int[] voters,
            final int[] outgoingVoters,
            final int[] learners,
            final int[] learnersNext,
            final int[] witnesses,
            final boolean autoLeave) {
        this.voters = voters;
        this.outgoingVoters = outgoingVoters;
        this.learners = learners;
        this.learnersNext = learnersNext;
        this.witnesses = witnesses;
        this.autoLeave = autoLeave;
        members = NodeIds.union(NodeIds.union(voters, outgoingVoters), learners);
        check();
        incomingMask = maskOf(voters);
        outgoingMask = maskOf(outgoingVoters);
        witnessMask = maskOf(witnesses);
    }

    /**
     * Returns a membership of voters only.
     *
     * @param voters node ids from 1, each once, in any order
     * @throws IllegalArgumentException for an id that is out of range or given twice, or too many members
     */
    public static Membership ofVoters(final int... voters) {
        return of(voters, NodeIds.NONE, NodeIds.NONE, NodeIds.NONE, false);
    }

    /**
     * Returns a membership of the given sets of node ids, each id from 1, each set in any order.
     *
     * @param outgoingVoters empty when not joint
     * @param learners disjoint from both sets of voters
     * @param learnersNext among the outgoing voters and not among the voters; empty when not joint
     * @param autoLeave false when not joint
     * @throws IllegalArgumentException when the sets do not make a membership
     */
    public static Membership of(
            final int[] voters,
            final int[] outgoingVoters,
            final int[] learners,
            final int[] learnersNext,
            final boolean autoLeave) {
        return new Membership(
                NodeIds.of("voter", voters),
                NodeIds.of("outgoingVoter", outgoingVoters),
                NodeIds.of("learner", learners),
                NodeIds.of("learnerNext", learnersNext),
                NodeIds.NONE,
                autoLeave);
    }

    /**
     * Returns this membership with these nodes, and no others, as witnesses.
     *
     * @param witnesses among the voters or the outgoing voters, and in each half at most as many as other voters
     * @throws IllegalArgumentException when they cannot be
     */
    public Membership withWitnesses(final int... witnesses) {
        return new Membership(
                voters, outgoingVoters, learners, learnersNext, NodeIds.of("witness", witnesses), autoLeave);
    }

    /** Tells whether two sets of voters decide together. */
    public boolean isJoint() {
        return outgoingVoters.length > 0;
    }

    /** Tells whether the leader leaves this joint membership by itself. */
    public boolean autoLeave() {
        return autoLeave;
    }

    /** Tells whether the node votes, in either half. */
    public boolean isVoter(final int nodeId) {
        return NodeIds.contains(voters, nodeId) || NodeIds.contains(outgoingVoters, nodeId);
    }

    /** Tells whether the node is a voter that stores no payload: what it is sent is metadata, membership entries excepted. */
    public boolean isWitness(final int nodeId) {
        return NodeIds.contains(witnesses, nodeId);
    }

    /** Tells whether the node is a learner now; one that waits to become one still votes and is none. */
    public boolean isLearner(final int nodeId) {
        return NodeIds.contains(learners, nodeId);
    }

    /** Tells whether the node is a member at all. */
    public boolean contains(final int nodeId) {
        return NodeIds.contains(members, nodeId);
    }

    /** Returns the number of members over all sets, 0 to {@value #MAX_MEMBERS}. */
    public int memberCount() {
        return members.length;
    }

    /**
     * Returns the node id of the member in a slot; ids rise with slots.
     *
     * @param slot 0 inclusive to {@link #memberCount()} exclusive
     */
    public int memberAt(final int slot) {
        return members[slot];
    }

    /** Returns the slot of a member, or a negative number when the node is none. */
    public int slotOf(final int nodeId) {
        return NodeIds.search(members, nodeId);
    }

    /**
     * Tells whether the member in a slot is one of the voters.
     *
     * @param slot 0 inclusive to {@link #memberCount()} exclusive
     */
    public boolean incoming(final int slot) {
        return (incomingMask >>> slot & 1) != 0;
    }

    /**
     * Tells whether the member in a slot is one of the outgoing voters.
     *
     * @param slot 0 inclusive to {@link #memberCount()} exclusive
     */
    public boolean outgoing(final int slot) {
        return (outgoingMask >>> slot & 1) != 0;
    }

    /** Returns the slots of the voters: bit {@code i} for slot {@code i}. */
    public long incomingMask() {
        return incomingMask;
    }

    /** Returns the slots of the outgoing voters: bit {@code i} for slot {@code i}; 0 when not joint. */
    public long outgoingMask() {
        return outgoingMask;
    }

    /** Returns the slots of the witnesses: bit {@code i} for slot {@code i}. */
    public long witnessMask() {
        return witnessMask;
    }

    /** Returns the node ids of the voters, sorted; a copy. */
    public int[] voters() {
        return voters.clone();
    }

    /** Returns the node ids of the outgoing voters, sorted, none when not joint; a copy. */
    public int[] outgoingVoters() {
        return outgoingVoters.clone();
    }

    /** Returns the node ids of the learners, sorted; a copy. */
    public int[] learners() {
        return learners.clone();
    }

    /** Returns the node ids of the outgoing voters that will be learners, sorted; a copy. */
    public int[] learnersNext() {
        return learnersNext.clone();
    }

    /** Returns the node ids of the voters that are witnesses, sorted; a copy. */
    public int[] witnesses() {
        return witnesses.clone();
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof Membership that
                && autoLeave == that.autoLeave
                && NodeIds.same(voters, that.voters)
                && NodeIds.same(outgoingVoters, that.outgoingVoters)
                && NodeIds.same(learners, that.learners)
                && NodeIds.same(learnersNext, that.learnersNext)
                && NodeIds.same(witnesses, that.witnesses);
    }

    @Override
    public int hashCode() {
        int hash = NodeIds.hash(voters);
        hash = 31 * hash + NodeIds.hash(outgoingVoters);
        hash = 31 * hash + NodeIds.hash(learners);
        hash = 31 * hash + NodeIds.hash(learnersNext);
        hash = 31 * hash + NodeIds.hash(witnesses);
        return 31 * hash + Boolean.hashCode(autoLeave);
    }

    /** Returns, say, {@code voters=(1 2)&&(1 3) learners=(4) learners_next=(3) autoleave}; empty parts are left out. */
    @Override
    public String toString() {
        final StringBuilder out = new StringBuilder("voters=");
        NodeIds.print(voters, out);
        if (isJoint()) {
            NodeIds.print(outgoingVoters, out.append("&&"));
        }
        if (learners.length > 0) {
            NodeIds.print(learners, out.append(" learners="));
        }
        if (learnersNext.length > 0) {
            NodeIds.print(learnersNext, out.append(" learners_next="));
        }
        if (witnesses.length > 0) {
            NodeIds.print(witnesses, out.append(" witnesses="));
        }
        return autoLeave ? out.append(" autoleave").toString() : out.toString();
    }

    /** The sorted sets, for the changer; not copied, not to be changed. */
    int[] voterSet() {
        return voters;
    }

    int[] outgoingSet() {
        return outgoingVoters;
    }

    int[] learnerSet() {
        return learners;
    }

    int[] learnerNextSet() {
        return learnersNext;
    }

    int[] witnessSet() {
        return witnesses;
    }

    /** Tells whether every majority of these voters holds one that stores payload. */
    static boolean storesPayload(final int[] voters, final int[] witnesses) {
        return 2 * NodeIds.sharedCount(voters, witnesses) <= voters.length;
    }

    private long maskOf(final int[] ids) {
        long mask = 0;
        for (final int id : ids) {
            mask |= 1L << slotOf(id);
        }
        return mask;
    }

    private void check() {
        require(members.length <= MAX_MEMBERS, "too many members: count=" + members.length + ", max=" + MAX_MEMBERS);
        require(voters.length > 0 || !isJoint(), "a joint membership needs voters in both halves");
        require(isJoint() || !autoLeave, "only a joint membership can be left by itself");
        for (final int id : learners) {
            require(!isVoter(id), "a learner cannot be a voter: nodeId=" + id);
        }
        for (final int id : learnersNext) {
            require(NodeIds.contains(outgoingVoters, id), "only an outgoing voter can become a learner: nodeId=" + id);
            require(!NodeIds.contains(voters, id), "a voter that stays cannot become a learner: nodeId=" + id);
        }
        for (final int id : witnesses) {
            require(isVoter(id), "only a voter can be a witness: nodeId=" + id);
        }
        require(
                storesPayload(voters, witnesses) && storesPayload(outgoingVoters, witnesses),
                "a majority could be witnesses alone");
    }

    private void require(final boolean holds, final String message) {
        if (!holds) {
            throw new IllegalArgumentException(message + ", membership=" + this);
        }
    }
}
