package io.balsa.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells whether anybody watches. */
final class Terminal {
    private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");

    private Terminal() {}

    /**
     * Tells whether standard output is a terminal; no where that cannot be told. ({@code System.console()} speaks of standard
     * input as well, and on recent JDKs of neither.)
     */
    static boolean isStandardOutput() {
        try {
            final String target = Files.readSymbolicLink(STANDARD_OUTPUT).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (final IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
