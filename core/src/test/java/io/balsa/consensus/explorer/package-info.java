/**
 * Every way that a tiny cluster of real cores can take, up to a bound.
 *
 * <p>{@link io.balsa.consensus.explorer.Explorer} goes breadth first, so that the first violation it meets has the shortest way to it.
 * What keeps that cheap is that an event concerns one node alone: {@link io.balsa.consensus.explorer.Cores} keeps each state of a
 * node once, runs the core once for each pair of such a state and an input, and remembers what came of it. A
 * {@link io.balsa.consensus.explorer.World} is then a few numbers, and most steps run no core at all.
 *
 * <p>{@link io.balsa.consensus.explorer.ObjectGraph} copies and fingerprints a core by its fields: nothing of a core can be left out of
 * a state by mistake, and a core needs no code for it. {@link io.balsa.consensus.explorer.Plan} says what may happen and how often.
 * A message that is never delivered is a message that is lost, so loss needs no event.
 */
@NullMarked
package io.balsa.consensus.explorer;

import org.jspecify.annotations.NullMarked;
