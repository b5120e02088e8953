/** The figure of election times, reproduced: tables, page, Markdown, and what explains the differences. */
@NullMarked
package io.balsa.bench.report.election;

import org.jspecify.annotations.NullMarked;
