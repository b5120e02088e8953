/** What the tests of several packages share. */
@NullMarked
package io.balsa.testing;

import org.jspecify.annotations.NullMarked;
