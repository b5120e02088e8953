package io.balsa.disk;

import java.io.IOException;

/** An exclusive lock on a file, held until it is closed or the process ends. Threading: one owner. */
public interface DiskLock extends AutoCloseable {
    /** Gives the lock back. */
    @Override
    void close() throws IOException;
}
