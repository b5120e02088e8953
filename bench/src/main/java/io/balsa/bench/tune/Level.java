package io.balsa.bench.tune;

import java.util.List;
import java.util.Map;

/**
 * What a factor can be set to.
 *
 * @param label for people
 * @param properties of the node that it sets, by key
 * @param flags of the JVM that it adds
 */
record Level(String label, Map<String, String> properties, List<String> flags) {}
