/** The cluster that is measured: three node processes on loopback with data of their own, gone when the run is. */
@NullMarked
package io.balsa.bench.cluster;

import org.jspecify.annotations.NullMarked;
