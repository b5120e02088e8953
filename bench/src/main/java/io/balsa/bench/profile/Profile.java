package io.balsa.bench.profile;

import io.balsa.kv.NodeProfile;

/** A checked profile. */
public record Profile(String name, BenchSettings settings, NodeProfile nodes) {}
