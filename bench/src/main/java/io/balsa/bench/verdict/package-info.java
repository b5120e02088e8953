/** Verdicts. */
@NullMarked
package io.balsa.bench.verdict;

import org.jspecify.annotations.NullMarked;
