/**
 * The log against loops that only do what the device or the memory must do, in turns.
 *
 * <p>A disk drifts by the hour and a virtual machine by the second, and two files in the page cache are not read equally fast: what
 * is compared takes turns in one process, on the same disk and, where it reads, on the same bytes. What counts is the ratio.
 */
@NullMarked
package io.balsa.bench.log;

import org.jspecify.annotations.NullMarked;
