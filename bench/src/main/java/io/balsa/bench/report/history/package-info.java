/** The history of figures made readable: tables on the console, and one HTML page that needs no network. */
@NullMarked
package io.balsa.bench.report.history;

import org.jspecify.annotations.NullMarked;
