package io.balsa.node;

import io.balsa.disk.Disk;
import io.balsa.disk.DiskFile;
import io.balsa.disk.FileDisk;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** The machine's disk, of which a test is asked before anything is done to a file. */
final class WatchedDisk {
    /** May throw what a disk throws, or wait. */
    @FunctionalInterface
    interface Watcher {
        void before(String operation, DiskFile file) throws IOException;
    }

    private WatchedDisk() {}

    static Disk of(final Watcher watcher) {
        final FileDisk real = new FileDisk();
        return (Disk) Proxy.newProxyInstance(
                Disk.class.getClassLoader(), new Class<?>[] {Disk.class}, (proxy, method, arguments) -> {
                    final Object result = invoke(method, real, arguments);
                    return result instanceof DiskFile file ? watched(file, watcher) : result;
                });
    }

    private static DiskFile watched(final DiskFile real, final Watcher watcher) {
        return (DiskFile) Proxy.newProxyInstance(
                DiskFile.class.getClassLoader(), new Class<?>[] {DiskFile.class}, (proxy, method, arguments) -> {
                    watcher.before(method.getName(), real);
                    return invoke(method, real, arguments);
                });
    }

    private static Object invoke(final Method method, final Object target, final Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (final InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
