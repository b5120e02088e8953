/**
 * Profiles: what a run does and what a node is tuned with, under a name.
 *
 * <pre>
 *   profiles/NAME/
 *     README.md          what it is for
 *     bench.properties   {@link io.balsa.bench.profile.BenchSetting} keys: which loads, how long
 *     node.properties    settings of each node
 *     jvm.args           flags of each node's JVM, one per line, # begins a comment
 * </pre>
 *
 * <p>A missing file, or a missing key, stands for the default. A key nobody knows is an error, since a setting that is misspelt
 * and silently without effect spoils a measurement.
 */
@NullMarked
package io.balsa.bench.profile;

import org.jspecify.annotations.NullMarked;
