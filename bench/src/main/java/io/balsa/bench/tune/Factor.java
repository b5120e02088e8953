package io.balsa.bench.tune;

import java.util.List;

/**
 * Something that may be set in more than one way.
 *
 * @param name for people
 * @param meaning in a few words
 * @param flags regular expression of the JVM flags that its levels replace; empty for none
 * @param before how the profile sets it, for people
 * @param alternatives at least one, the most promising first
 */
record Factor(String name, String meaning, String flags, String before, List<Level> alternatives) {}
