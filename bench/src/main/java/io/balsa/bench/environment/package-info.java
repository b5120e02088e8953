/** What a result was measured on: machine, kernel, file system, JVM, commit. A number without these cannot be compared. */
@NullMarked
package io.balsa.bench.environment;

import org.jspecify.annotations.NullMarked;
