package io.balsa.bench.cluster;

import io.balsa.client.StatusReport;
import org.jspecify.annotations.Nullable;

/**
 * What came back when a node was asked about itself.
 *
 * @param address that was asked
 * @param report null when there was no answer
 * @param failure why there was none, else empty
 */
record NodeAnswer(String address, @Nullable StatusReport report, String failure) {}
