/** Whether this machine is fit to be measured on, what spoils figures taken on it, and what to do about it. */
@NullMarked
package io.balsa.bench.doctor;

import org.jspecify.annotations.NullMarked;
