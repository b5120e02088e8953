package io.balsa.bench.election;

/**
 * By which rules an election is held, and on what.
 *
 * @param preVote whether a node asks before it raises the term (dissertation, 9.6)
 * @param checkQuorum whether who hears a leader gives no vote (dissertation, 4.2.3)
 * @param oneWay of a message
 * @param write of a vote or an entry, durable
 */
public record ElectionSetup(boolean preVote, boolean checkQuorum, Span oneWay, Span write) {}
