/**
 * Replays interaction scripts: the real core in every node of a small cluster, and a script that decides when a node writes,
 * applies, sends and receives, when it ticks, and when it restarts.
 *
 * <ul>
 *   <li>{@link io.balsa.consensus.scenario.ScenarioMain} talks to whoever started the process,
 *   <li>{@link io.balsa.consensus.scenario.ScenarioDirectives} answers the directives,
 *   <li>{@link io.balsa.consensus.scenario.ScenarioCluster} lets the nodes act,
 *   <li>{@link io.balsa.consensus.scenario.ScenarioNode} is one of them,
 *   <li>{@link io.balsa.consensus.scenario.Outcome} says what an answer asserts, so that two can be compared.
 * </ul>
 */
@NullMarked
package io.balsa.consensus.scenario;

import org.jspecify.annotations.NullMarked;
