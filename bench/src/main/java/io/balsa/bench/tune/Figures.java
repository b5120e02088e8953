package io.balsa.bench.tune;

/**
 * What a trial measured.
 *
 * @param commandsPerSecond answered in the closed loop
 * @param p50Ns median response of the open loop, for orientation
 * @param p999Ns 99.9th percentile of the response of the open loop
 * @param cpuMicrosPerCommand processor time of all nodes in the open loop
 */
public record Figures(double commandsPerSecond, long p50Ns, long p999Ns, double cpuMicrosPerCommand) {}
