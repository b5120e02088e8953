package io.balsa.bench.result;

import io.balsa.bench.cluster.ClusterForm;

/**
 * The cluster that was measured.
 *
 * @param form where its nodes ran
 * @param nodes how many were started or named; 0 when none was measured
 */
public record ClusterRecord(ClusterForm form, int nodes) {}
