/**
 * Who belongs to the cluster, and how that changes (Raft paper, section 6; dissertation, chapter 4).
 *
 * <p>A {@link io.balsa.consensus.membership.Membership} is a value: the voters, the learners, and while two sets of voters
 * overlap ("joint") the outgoing ones. A {@link io.balsa.consensus.membership.MembershipChange} is what a log entry asks for.
 * {@link io.balsa.consensus.membership.MembershipChanger} is the function from one membership and a change to the next, or
 * to a refusal. It takes one of two ways:
 *
 * <pre>
 *                  simple: one voter more or less
 *      stable ---------------------------------------&gt; stable
 *         \                                             ^
 *          \  enterJoint: any number of changes        /  leaveJoint
 *           +--------&gt; joint: both halves decide -----+
 * </pre>
 *
 * <p>Both ways keep the one property that matters: any quorum of a membership shares a voter with any quorum of the next.
 */
@NullMarked
package io.balsa.consensus.membership;

import org.jspecify.annotations.NullMarked;
