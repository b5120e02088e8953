/**
 * How many are enough: commit index and election result of a majority, and of two majorities at once while the cluster
 * moves from one membership to another (joint consensus, Raft paper, section 6).
 *
 * <p>Everything here is arithmetic on primitives: no state, no allocation. {@link io.balsa.consensus.quorum.MajorityQuorum}
 * knows numbers only; {@link io.balsa.consensus.quorum.JointQuorum} picks each half's numbers by the slots of a
 * {@link io.balsa.consensus.membership.Membership} and joins the two answers.
 */
@NullMarked
package io.balsa.consensus.quorum;

import org.jspecify.annotations.NullMarked;
