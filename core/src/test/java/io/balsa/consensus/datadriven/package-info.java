/**
 * Replays conformance files: scripts of directives with the answers that a right consensus core gives.
 *
 * <p>The files lie outside the project; {@link io.balsa.consensus.datadriven.ConformanceFolder} finds them. One case is a line
 * with a directive and arguments, lines of input, a line {@code ----}, and the expected answer up to a blank line.
 */
@NullMarked
package io.balsa.consensus.datadriven;

import org.jspecify.annotations.NullMarked;
