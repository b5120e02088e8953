/**
 * What a leader knows of each member, and what a quorum of them agrees on (Raft paper, section 5.3; dissertation,
 * section 10.2).
 *
 * <p>{@link io.balsa.consensus.progress.Progress} is a small state machine per member: probe for the place where the logs agree, then
 * replicate in a pipeline, or wait for a snapshot. {@link io.balsa.consensus.progress.ProgressTracker} holds them all and counts
 * quorums over them.
 */
@NullMarked
package io.balsa.consensus.progress;

import org.jspecify.annotations.NullMarked;
